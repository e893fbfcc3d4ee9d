import { useSignal } from '@preact/signals'
import type { Evidence } from '../../../../internal/wire/wire.ts'
import type { Route } from '../../models/route.ts'
import { nickname } from '../../words/people.ts'
import { exampleWords, placeName } from '../../words/proof.ts'
import { parse } from '../../words/time.ts'
import { Prose } from '../parts/prose.tsx'
import { Ago } from '../parts/time.tsx'

const shortList = 5

/** The newest claims that weren't proven, each with who made it. */
export function Examples({ evidence: { examples, reasons }, href }: { evidence: Evidence; href(route: Route): string }) {
  const all = useSignal(false)
  return (
    <div class="part" role="group" aria-labelledby="examples">
      <h3 id="examples">Newest examples</h3>
      <ul class="lines">
        {(all.value ? examples : examples.slice(0, shortList)).map(example => (
          <li key={example.at + example.visitor_id} class="line-item" data-example={example.visitor_id}>
            <div class="line-what">
              <div class="line line-wrap"><a href={href({ page: 'visitors', visitor: example.visitor_id })}>{nickname(example.visitor_id)}</a><span class="sub"><bdi>{placeName(example)}</bdi></span></div>
              <div><Prose text={exampleWords(example, reasons)} /></div>
            </div>
            <span class="sub entry-at"><Ago at={parse(example.at)} /></span>
          </li>
        ))}
      </ul>
      {!all.value && examples.length > shortList && <button class="link" type="button" onClick={() => { all.value = true }}>Show all {examples.length}</button>}
    </div>
  )
}
