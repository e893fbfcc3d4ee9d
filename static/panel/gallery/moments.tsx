import type { ReadonlySignal } from '@preact/signals'
import { AlertBanner, LineBanner } from '../components/banner.tsx'
import { NotFound } from '../components/not-found.tsx'
import { Blank } from '../components/parts/blank.tsx'
import { Empty, Forbidden } from '../components/parts/empty.tsx'
import { Failed } from '../components/parts/failed.tsx'
import { Check, Logo } from '../components/parts/icons.tsx'
import { Loaded } from '../components/parts/loaded.tsx'
import { Prose } from '../components/parts/prose.tsx'
import { StateWord } from '../components/parts/state.tsx'
import { Ago, JustNow, Stopwatch, Until } from '../components/parts/time.tsx'
import type { Asked } from '../models/asked.ts'
import type { Failure } from '../models/api.ts'
import { broken, failure, unreachable } from './samples.ts'
import { Each, Specimen } from './specimen.tsx'

const start = Date.now()
const [s, min, h, d] = [1000, 60_000, 3_600_000, 86_400_000]
const nothing = () => {}

export function Moments() {
  return (
    <>
      <Specimen of="Times">{() => (
        <Each of={[
          ...[0, 12 * s, 5 * min, 3 * h, 9 * d, 400 * d].map(age => ['Ago', <Ago at={start - age} />] as const),
          ['Until', <Until at={start + 2 * h} />], ['Until, another day', <Until at={start + 3 * d} />],
          ['Stopwatch', <Stopwatch since={start - 754 * s} />], ['Stopwatch, stopped', <Stopwatch since={start - 3 * h} until={start} />],
          ['JustNow', <JustNow at={start + h} />],
        ].map(([name, drawn], i) => [`${i + 1}. ${name}`, drawn] as const)} />
      )}</Specimen>
      <Specimen of="StateWord">{() => <Each of={(['active', 'idle', 'away', 'left'] as const).map(state => [state, <StateWord state={state} since={start - 40 * s} />])} />}</Specimen>
      <Specimen of="Prose">{() => <p><Prose text="Say `nametag site set` on the server." /></p>}</Specimen>
      <Specimen of="Blank" says="and what else is on its way">{() => (
        <>
          <Blank />
          <p class="line"><span class="avatar blank" /><span><span class="blank blank-name" /><span class="blank blank-sub" /></span><span class="spinner" aria-hidden="true" /></p>
        </>
      )}</Specimen>
      <Specimen of="Loaded">{() => [['on its way', asked(null, null)], ['here', asked('What the server told.', null)], ['as it was', asked('What the server told before.', failure)]].map(([name, told]) => (
        <div key={name as string}><p class="sub">{name as string}</p><Loaded asked={told as Asked<string>}>{text => <p>{text}</p>}</Loaded></div>
      ))}</Specimen>
      <Specimen of="Empty">{() => (
        <>
          <Empty mark={<Logo />} title="Nobody is here right now"><p>Visitors appear here by themselves, the moment they open a page.</p><a class="button" href="#Moments">Install the snippet</a></Empty>
          <Empty mark={<Check />} tone="good" title="No conflicts"><p>Nobody says to be two people.</p></Empty>
        </>
      )}</Specimen>
      <Specimen of="Forbidden">{() => <Forbidden title="Only admins see the API keys"><p>Ask an admin, who can make one for you.</p></Forbidden>}</Specimen>
      <Specimen of="Failed">{() => [failure, unreachable, broken].map(each => <Failed key={each.code} failure={each} retry={nothing} />)}</Specimen>
      <Specimen of="LineBanner">{() => (
        <>
          {[{ at: 'connecting', again: true } as const, { at: 'waiting', until: Date.now() + 20 * s } as const, { at: 'refused' } as const].map(status => (
            <div class="stage" key={status.at}><LineBanner status={status} offline={false} retry={nothing} /></div>
          ))}
          <div class="stage"><LineBanner status={{ at: 'waiting', until: Date.now() + 20 * s }} offline retry={nothing} /></div>
        </>
      )}</Specimen>
      <Specimen of="AlertBanner">{() => <div class="stage"><AlertBanner error={broken} dismiss={nothing} /></div>}</Specimen>
      <Specimen of="NotFound">{() => <NotFound href="#Moments" />}</Specimen>
    </>
  )
}

function asked(value: string | null, why: Failure | null): Asked<string> {
  const still = <T,>(told: T) => ({ value: told }) as ReadonlySignal<T>
  return { value: still(value), failure: still(why), load: () => Promise.resolve(), know: nothing, forget: nothing }
}
