import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Diagnosis } from '../../../../internal/wire/wire.ts'
import { doctorRefusal, proofOf, question, type Proof } from '../../words/doctor.ts'
import { Choice } from '../parts/choice.tsx'
import { useDeed } from '../parts/deed.ts'
import { DiagnosisCard } from './diagnosis.tsx'
import type { SecurityProps } from './security-page.tsx'
import { Wrong } from '../parts/wrong.tsx'

/** Says what is wrong with a hash or a token. What is pasted goes to the server and nowhere else, and is gone with the page. */
export function DoctorCard({ security, language }: SecurityProps) {
  const kind = useSignal<Proof>('token')
  const picked = useSignal(false)
  const found = useSignal<{ diagnosis: Diagnosis; kind: Proof } | null>(null)
  const deed = useDeed()
  const id = useId()
  const ask = (event: SubmitEvent) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget as HTMLFormElement)
    const as = kind.peek()
    found.value = null
    void deed.run(async () => {
      found.value = { diagnosis: await security.diagnose(question(String(said.get('id')), String(said.get('email')), String(said.get('proof')), as)), kind: as }
    })
  }
  return (
    <section class="card" id="doctor" tabIndex={-1} aria-labelledby="doctor-title">
      <h2 id="doctor-title">Doctor</h2>
      <p>Paste what your page hands to <code>Nametag('identify', …)</code>, and see exactly what is wrong with it. Nothing of it is kept.</p>
      <form class="ask" autocomplete="off" onSubmit={ask}>
        <div class="field"><label for={id + 'id'}>Id</label><input id={id + 'id'} name="id" spellcheck={false} autocomplete="off" autocapitalize="off" placeholder="42" /></div>
        <div class="field"><label for={id + 'email'}>Email</label><input id={id + 'email'} name="email" inputMode="email" spellcheck={false} autocomplete="off" autocapitalize="off" placeholder="jane@example.com" /></div>
        <div class="field ask-proof">
          <div class="line line-wrap ask-kind">
            <label for={id + 'proof'}>Hash or token</label>
            <Choice label="Sent as" options={kinds} chosen={kind.value} choose={chosen => { kind.value = chosen; picked.value = true }} />
          </div>
          <textarea id={id + 'proof'} name="proof" rows={3} required spellcheck={false} autocomplete="off" autocapitalize="off"
            onInput={event => { if (!picked.peek()) kind.value = proofOf(event.currentTarget.value) }} />
        </div>
        <button class="button button-main" disabled={deed.busy}>{deed.busy ? 'One moment…' : 'What is wrong?'}</button>
      </form>
      <Wrong error={deed.failure && doctorRefusal(deed.failure)} />
      <div aria-live="polite" aria-busy={deed.busy}>
        {found.value && <DiagnosisCard {...found.value} language={language} />}
      </div>
    </section>
  )
}

const kinds = [['token', 'as token'], ['hash', 'as hash']] as const
