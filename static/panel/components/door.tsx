import type { ComponentChildren } from 'preact'
import { useSignal } from '@preact/signals'
import { asFailure, type Failure } from '../models/api.ts'
import { Field } from './field.tsx'
import { Logo } from './icons.tsx'
import { Prose } from './prose.tsx'

const passwordMin = 12 // as the server has it; it says so itself where it disagrees

export function Login({ enter }: { enter(email: string, password: string): Promise<void> }) {
  return (
    <Door title="Log in" enter={enter} button="Log in">
      {failure => (
        <>
          <Field name="email" label="Email" type="email" autocomplete="username" failure={failure} />
          <Field name="password" label="Password" type="password" autocomplete="current-password" failure={failure} />
        </>
      )}
    </Door>
  )
}

export function Setup({ token, login, enter }: { token: string; login: string; enter(email: string, password: string): Promise<void> }) {
  if (!token) {
    return (
      <Frame title="The setup link is incomplete">
        <p>Open the whole link that the server printed on its terminal, including what follows the <code>#</code>.</p>
        <a class="button" href={login}>Log in instead</a>
      </Frame>
    )
  }
  return (
    <Door title="Make your account" lead="You are the first here: this account may do everything." enter={enter} button="Create account" login={login}>
      {failure => (
        <>
          <Field name="email" label="Email" type="email" autocomplete="username" failure={failure} />
          <Field name="password" label="Password" type="password" autocomplete="new-password" failure={failure} minLength={passwordMin}
            hint={`At least ${passwordMin} characters. A few unrelated words make a good one.`} />
        </>
      )}
    </Door>
  )
}

interface DoorProps {
  title: string
  lead?: string
  button: string
  login?: string // offered where the link was used already
  enter(email: string, password: string): Promise<void>
  children(failure: Failure | null): ComponentChildren
}

function Door({ title, lead, button, login, enter, children }: DoorProps) {
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    busy.value = true
    failure.value = null
    await enter(String(form.get('email')).trim(), String(form.get('password'))).catch(thrown => { failure.value = asFailure(thrown) })
    busy.value = false
  }
  const general = failure.value && failure.value.field !== 'email' && failure.value.field !== 'password' ? failure.value : null
  return (
    <Frame title={title} lead={lead}>
      <form onSubmit={submit}>
        {children(failure.value)}
        {general && <p class="wrong wrong-box" role="alert"><b>{general.message}</b>{general.help && <> <Prose text={general.help} /></>}</p>}
        <button class="button button-main" type="submit" disabled={busy.value}>{busy.value ? 'One moment…' : button}</button>
      </form>
      {general?.code === 'setup_link_used' && login && <a class="button" href={login}>Log in</a>}
    </Frame>
  )
}

function Frame({ title, lead, children }: { title: string; lead?: string | undefined; children: ComponentChildren }) {
  return (
    <main class="door">
      <div class="door-card">
        <p class="door-brand"><Logo />Nametag</p>
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
        {children}
      </div>
    </main>
  )
}
