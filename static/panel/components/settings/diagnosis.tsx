import type { Diagnosis, KeyUse } from '../../../../internal/wire/wire.ts'
import type { Language } from '../../models/language.ts'
import { remedy, verdict, type Proof } from '../../words/doctor.ts'
import { useName } from '../../words/keys.ts'
import { Code } from './code-card.tsx'
import { Copyable } from '../parts/copy.tsx'
import { Check, Warning } from '../parts/icons.tsx'
import { Prose } from '../parts/prose.tsx'

/** The doctor's answer: verdict, why, what to do, what should have been signed, and how. */
export function DiagnosisCard({ diagnosis, kind, language }: { diagnosis: Diagnosis; kind: Proof; language: Language }) {
  const { mood, says } = verdict(diagnosis)
  const { reason, kid, should_sign } = diagnosis
  const well = mood === 'good'
  return (
    <div class={'diagnosis diagnosis-' + mood} data-verdict={mood}>
      <h3>{well ? <Check /> : <Warning />}{says}</h3>
      {reason && <p class="diagnosis-why" data-reason={reason.code}><Prose text={reason.message} /></p>}
      {reason && <p><b>What to do:</b> <Prose text={reason.help} /></p>}
      {kid && <p class="sub">Made with key <code>{kid}</code>.</p>}
      {!diagnosis.accepted && should_sign.map(({ use, message }) => (
        <div key={use} class="part">
          <h4>{shouldSign[use] ?? `With a key for ${useName(use)}, sign this`}</h4>
          <Copyable code={message} label="what should be signed" />
        </div>
      ))}
      {!diagnosis.accepted && <div class="part"><h4>Code that makes a right one</h4><Code kind={remedy(diagnosis, kind)} language={language} /></div>}
    </div>
  )
}

const shouldSign: { [use in KeyUse]?: string } = {
  token: 'The token should say this, with times of its own',
  json: 'What should have been signed',
  'raw-id': 'What should have been signed, with a key for bare ids',
  'raw-email': 'What should have been signed, with a key for bare emails',
}
