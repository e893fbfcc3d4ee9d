import { useSignal } from '@preact/signals'
import { Field } from '../components/parts/field.tsx'
import { Choice } from '../components/parts/choice.tsx'
import { Copyable } from '../components/parts/copy.tsx'
import type { Deed } from '../components/parts/deed.ts'
import { Check, Close, Plus } from '../components/parts/icons.tsx'
import { Keys } from '../components/parts/keys.tsx'
import { Rule } from '../components/parts/rule.tsx'
import { SearchBox } from '../components/parts/search-box.tsx'
import { Switch } from '../components/parts/switch.tsx'
import { Wrong } from '../components/parts/wrong.tsx'
import { failure } from './samples.ts'
import { Each, Specimen } from './specimen.tsx'

export function Controls() {
  return (
    <>
      <Specimen of="Buttons">{() => (
        <>
          {['', ' button-quiet', ' button-main', ' button-main button-risk'].map(kind => (
            <p class="line line-wrap" key={kind}>
              <button class={'button' + kind} type="button">Save</button>
              <button class={'button' + kind} type="button"><Plus />Add a key</button>
              <button class={'button button-small' + kind} type="button"><Check />Copied</button>
              <button class={'button' + kind} type="button" disabled>One moment…</button>
              <button class={'button button-square' + kind} type="button" aria-label="Close" data-tip="Close"><Close /></button>
              <a class={'button' + kind} href="#Controls">A link</a>
            </p>
          ))}
          <p>In a sentence, <button class="link" type="button">a button that looks like a link</button>, and <a href="#Controls">a link</a>.</p>
        </>
      )}</Specimen>
      <Specimen of="Field">{() => (
        <form>
          <Field name="email" label="Email" type="email" autocomplete="off" failure={null} />
          <Field name="password" label="Password" type="password" autocomplete="off" failure={null} hint="At least 12 characters. A few unrelated words make a good one." />
          <Field name="email" label="Email that is refused" type="email" autocomplete="off" hint="It is shown to other agents." failure={{ ...failure, field: 'email', message: '`jane@` is no email address.' }} />
        </form>
      )}</Specimen>
      <Specimen of="SearchBox">{() => (
        <div class="line-wrap search-samples">
          <SearchBox label="Search" placeholder="Find somebody" value="" search={() => {}} />
          <SearchBox label="Search that was refused" placeholder="Find somebody" value="is:onlin" wrong="There is no is:onlin." search={() => {}} />
        </div>
      )}</Specimen>
      <Specimen of="Choice">{() => <Choices />}</Specimen>
      <Specimen of="Rule" says="a switch, for admins; for agents a word">{() => (
        <>
          {[[true, true], [false, true], [true, false], [false, false]].map(([on, admin]) => <Setting key={String([on, admin])} on={on!} admin={admin!} />)}
          <Rule title="Being saved" on admin deed={{ ...idle, busy: true }} flip={() => {}}><p class="sub">It answers in a moment.</p></Rule>
          <Rule title="Refused" on={false} admin deed={{ ...idle, failure }} flip={() => {}}><p class="sub">The reason is beside the switch.</p></Rule>
        </>
      )}</Specimen>
      <Specimen of="Switch">{() => <><Switch label="Sound" on set={() => {}} /><Switch label="Desktop notifications" on={false} set={() => {}} /></>}</Specimen>
      <Specimen of="Wrong">{() => <Wrong error={failure} />}</Specimen>
      <Specimen of="Copyable">{() => (
        <>
          <Copyable label="snippet" code={'<script async src="https://n.example/nametag.js" data-site="k_7f3a"></script>'} />
          <Copyable label="long code" code={'sha384-' + 'a1b2c3d4'.repeat(20)} />
          <Copyable label="code that scrolls" code={'const hash = createHmac("sha256", process.env.NAMETAG_SECRET).update(String(user.id)).digest("hex") // as lines go'} unbroken />
        </>
      )}</Specimen>
      <Specimen of="Keys">{() => <Each of={[['one', <Keys of={['/']} />], ['either', <Keys of={['j', 'k']} />], ['named', <Keys of={['Esc']} />]]} />}</Specimen>
    </>
  )
}

const idle: Deed = { busy: false, failure: null, run: () => Promise.resolve(true) }

function Setting({ on, admin }: { on: boolean; admin: boolean }) {
  const now = useSignal(on)
  return <Rule title={now.value ? 'On' : 'Off'} on={now.value} admin={admin} deed={idle} flip={() => { now.value = !now.value }}><p class="sub">{admin ? 'For an admin' : 'For an agent'}: what it means when it is on.</p></Rule>
}

const times = [['24h', 'Last 24 hours'], ['7d', '7 days'], ['30d', '30 days']] as const

function Choices() {
  const chosen = useSignal<typeof times[number][0]>('7d')
  return <Choice label="Time" options={times} chosen={chosen.value} choose={time => { chosen.value = time }} />
}
