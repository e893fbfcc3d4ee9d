import { useEffect } from 'preact/hooks'
import type { Installation } from '../../models/install.ts'
import type { Remembered } from '../../models/remembered.ts'
import { arrivalLine } from '../../words/lines.ts'
import { spoken } from '../../words/time.ts'
import { Blank } from '../parts/blank.tsx'
import { Copyable } from '../parts/copy.tsx'
import { Failed } from '../parts/failed.tsx'
import { Check } from '../parts/icons.tsx'
import { Ago, useNow } from '../parts/time.tsx'
import { RecipeSteps } from './recipe-steps.tsx'
import { Refused } from './refused.tsx'
import type { SiteProps } from './site-page.tsx'

export type InstallProps = SiteProps & { recipe: Remembered; visitors: string }

/** How to get Nametag onto one's own pages, and whether it has arrived there. */
export function InstallPage(props: InstallProps) {
  const { install } = props
  useEffect(() => { void install.load() }, [install])
  const here = install.installation.value
  if (!here) return install.failure.value ? <Failed failure={install.failure.value} retry={() => void install.load()} /> : <Blank />
  return (
    <>
      <Arrival here={here} visitors={props.visitors} />
      <Refused {...props} />
      {here.devUntil > 0 && <Developing until={here.devUntil} />}
      <RecipeSteps here={here} recipe={props.recipe} />
      <section class="card">
        <h2>Links from your other domains</h2>
        <p>Do links from linked domains lead here? This line, right behind the first one, takes the identity that they carry out of the address before any other script sees it.</p>
        <Copyable code={arrivalLine} label="line for arrivals" />
      </section>
    </>
  )
}

function Arrival({ here, visitors }: { here: Installation; visitors: string }) {
  if (!here.installedAt) {
    return (
      <section class="card arrival" role="status" data-installed="no">
        <span class="pulse" aria-hidden="true" />
        <div><h2>Waiting for your first visitor…</h2><p>Open a page that has the snippet. This turns green by itself.</p></div>
      </section>
    )
  }
  return (
    <section class="card arrival arrival-done" role="status" data-installed="yes">
      <span class="arrival-mark"><Check /></span>
      <div>
        <h2>It works</h2>
        <p>The first visitor came from <bdi><b>{here.installedOrigin}</b></bdi>, <Ago at={here.installedAt} />.</p>
      </div>
      <a class="button" href={visitors}>See who is here</a>
    </section>
  )
}

function Developing({ until }: { until: number }) {
  const left = until - useNow()
  if (left <= 0) return null
  return (
    <section class="card notice">
      <h2>Development mode</h2>
      <p>Pages on localhost are let in, and browsers are told the exact reason of a refusal. Ends by itself in {spoken(left)}.</p>
    </section>
  )
}
