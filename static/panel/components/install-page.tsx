import { useEffect } from 'preact/hooks'
import type { Install, Installation } from '../models/install.ts'
import { arrivalLine } from '../words/lines.ts'
import { allowCommand, identifyRecipe } from '../words/snippet.ts'
import { spoken } from '../words/time.ts'
import { Copyable } from './copy.tsx'
import { Failed } from './failed.tsx'
import { Check, Warning } from './icons.tsx'
import { SnippetCode } from './snippet-code.tsx'
import { Ago, useNow } from './time.tsx'

/** How to get Nametag onto one's own pages, and whether it has arrived there. */
export function InstallPage({ install, visitors }: { install: Install; visitors: string }) {
  useEffect(() => { void install.load() }, [install])
  const here = install.installation.value
  return (
    <div class="page page-scroll">
      <div class="column">
        <header class="page-head"><h1>Install</h1></header>
        {here ? <Steps here={here} visitors={visitors} /> : install.failure.value
          ? <Failed failure={install.failure.value} retry={() => void install.load()} />
          : <div class="card" role="status" aria-label="Loading"><span class="blank blank-line" /><span class="blank blank-line" /></div>}
      </div>
    </div>
  )
}

function Steps({ here, visitors }: { here: Installation; visitors: string }) {
  return (
    <>
      <Arrival here={here} visitors={visitors} />
      {here.refusedOrigin && <Refused here={here} />}
      {here.devUntil > 0 && <Developing until={here.devUntil} />}
      <section class="card">
        <h2><span class="step">1</span>Put this on every page</h2>
        <p>Before the closing <code>{'</head>'}</code>. It never blocks your page; the first line keeps calls made before the script has loaded, and their order.</p>
        <SnippetCode here={here} />
        <p>Do links from your other domains lead here? This line, right behind the first, takes the identity that they carry out of the address before any other script sees it.</p>
        <Copyable code={arrivalLine} label="line for arrivals" />
      </section>
      <section class="card">
        <h2><span class="step">2</span>Say who is logged in</h2>
        <p>Where your page knows its user. The same visitor’s row turns into that person, with everything from before. Where that page leads on at once, as after a log-in, leave <code>async</code> out of the tag: until the script is there, the call is in the page’s memory only.</p>
        <Copyable code={identifyRecipe} label="identify recipe" />
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

function Refused({ here }: { here: Installation }) {
  return (
    <section class="card notice notice-warning" role="alert">
      <h2><Warning />A page was turned away</h2>
      <p><bdi><b>{here.refusedOrigin}</b></bdi> carries your snippet, but isn’t one of this site’s origins. If it is yours, allow it:</p>
      <Copyable code={allowCommand(here.key, here.refusedOrigin)} label="command" />
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
