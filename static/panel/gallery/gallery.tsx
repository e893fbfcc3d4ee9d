import { render } from 'preact'
import { createClock } from '../models/clock.ts'
import { Now } from '../components/parts/time.tsx'
import { Tooltip } from '../components/parts/tooltip.tsx'
import { Controls } from './controls.tsx'
import { Dialogs } from './dialogs.tsx'
import { Icons } from './icons.tsx'
import { Moments } from './moments.tsx'
import { People } from './people.tsx'
import { Shares } from './shares.tsx'
import { Tokens } from './tokens.tsx'

// Every token and every part, in all states, light beside dark: for who works on the panel. Only `serve --dev` has it.

const sections = { Tokens, Icons, Controls, Dialogs, People, Moments, Shares }

function Gallery() {
  return (
    <main class="gallery">
      <header class="gallery-head">
        <h1>The panel’s parts</h1>
        <nav class="line line-wrap" aria-label="Parts">{Object.keys(sections).map(name => <a key={name} href={'#' + name}>{name}</a>)}</nav>
      </header>
      {Object.entries(sections).map(([name, Section]) => (
        <section key={name} id={name} aria-labelledby={name + '-title'}>
          <h2 id={name + '-title'}>{name}</h2>
          <Section />
        </section>
      ))}
    </main>
  )
}

const clock = createClock()
clock.start()
render(<Now.Provider value={clock.now}><Gallery /><Tooltip /></Now.Provider>, document.getElementById('gallery')!)
