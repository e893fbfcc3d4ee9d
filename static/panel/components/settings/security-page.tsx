import { useRef } from 'preact/hooks'
import type { Language } from '../../models/language.ts'
import type { People } from '../../models/people.ts'
import type { Route } from '../../models/route.ts'
import type { Security } from '../../models/security.ts'
import { Blank } from '../parts/blank.tsx'
import { CodeCard } from './code-card.tsx'
import { DoctorCard } from './doctor-card.tsx'
import { EnforcementCard } from './enforcement-card.tsx'
import { Failed } from '../parts/failed.tsx'
import { useFresh } from '../parts/fresh.ts'
import { KeysCard } from './keys-card.tsx'
import { ProofCard } from './proof-card.tsx'
import { UnprovenCard } from './unproven-card.tsx'

/** What the cards work with. */
export interface SecurityProps {
  security: Security
  people: People
  language: Language
  admin: boolean // others look, and change nothing
  href(route: Route): string
}

/** How the site proves who its users are: how much of it is proven, what is required, what else is taken, keys, the doctor, and code. */
export function SecurityPage(props: SecurityProps) {
  const { settings, evidence, keys } = props.security
  const load = () => [settings, evidence['24h'], keys].forEach(asked => void asked.load())
  useFresh(load, props.security)
  if (settings.value.value) return <Cards {...props} />
  return settings.failure.value ? <Failed failure={settings.failure.value} retry={load} /> : <><Blank /><Blank /></>
}

const sections = [['proof', 'Proof'], ['enforcement', 'Enforcement'], ['unproven', 'Without proof'], ['keys', 'Keys'], ['doctor', 'Doctor'], ['code', 'Code']] as const

function Cards(props: SecurityProps) {
  const cards = useRef<HTMLDivElement>(null)
  // The address stays as it is: what is shown is all one page.
  const jump = (section: string) => {
    const heading = cards.current?.querySelector<HTMLElement>(`#${section}`)
    heading?.scrollIntoView({ behavior: 'smooth', block: 'start' })
    heading?.focus({ preventScroll: true })
  }
  return (
    <>
      <nav class="jumps" aria-label="On this page">
        {sections.map(([section, name]) => <button key={section} class="button button-quiet button-small" type="button" onClick={() => jump(section)}>{name}</button>)}
      </nav>
      {!props.admin && <p class="card notice">You see how everything stands. What changes something is for admins: ask one of yours.</p>}
      <div class="cards" ref={cards}>
        <ProofCard {...props} jump={jump} />
        <EnforcementCard {...props} jump={jump} />
        <UnprovenCard {...props} />
        <KeysCard {...props} />
        <DoctorCard {...props} />
        <CodeCard {...props} />
      </div>
    </>
  )
}
