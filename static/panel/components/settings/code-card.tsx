import { useSignal } from '@preact/signals'
import type { Language } from '../../models/language.ts'
import type { Proof } from '../../words/doctor.ts'
import { languages } from '../../words/languages.ts'
import { Choice } from '../parts/choice.tsx'
import { Copyable } from '../parts/copy.tsx'
import type { SecurityProps } from './security-page.tsx'

const kinds = [['token', 'Token'], ['hash', 'Hash']] as const
const hands = {
  token: "Nametag('identify', { external_id: user.id, token })",
  hash: "Nametag('identify', user.id, { email: user.email }, hash)",
}

/** How to sign, in the reader's language: what goes on the server, and what on the page. */
export function CodeCard({ language }: SecurityProps) {
  const kind = useSignal<Proof>('token')
  return (
    <section class="card" id="code" tabIndex={-1} aria-labelledby="code-title">
      <div class="card-head">
        <h2 id="code-title">Code</h2>
        <Choice label="Kind of proof" options={kinds} chosen={kind.value} choose={chosen => { kind.value = chosen }} />
      </div>
      <p>{kind.value === 'token'
        ? 'On your server, with the secret of a key for tokens. A token ends by itself, and says whether the email is confirmed.'
        : 'On your server, with the secret of a key for hashes. A hash has no time in it and can be used for ever: prefer tokens.'}</p>
      <Code kind={kind.value} language={language} />
      <p>Then on the page:</p>
      <Copyable code={hands[kind.value]} label="call" unbroken />
    </section>
  )
}

/** The code for one kind of proof, or for hashes of bare text. The choice of language holds everywhere, and is remembered. */
export function Code({ kind, language }: { kind: Proof | 'raw'; language: Language }) {
  const chosen = languages.find(l => l.key === language.key.value) ?? languages[0]!
  return (
    <div class="code-tabs">
      <Choice label="Language" options={languages.map(l => [l.key, l.name] as const)} chosen={chosen.key} choose={language.choose} />
      <Copyable code={chosen[kind].trimEnd()} label={`${chosen.name} code`} unbroken />
    </div>
  )
}
