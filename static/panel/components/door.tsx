import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Invited } from '../../../internal/wire/wire.ts'
import { asFailure, type Failure } from '../models/api.ts'
import { Field, passwordMin } from './parts/field.tsx'
import { Failed } from './parts/failed.tsx'
import { Logo } from './parts/icons.tsx'
import { Prose } from './parts/prose.tsx'

export function Login({ enter, cut }: { enter(email: string, password: string): Promise<void>; cut: boolean }) {
  return (
    <Door title="Log in" enter={enter} button="Log in" notice={cut ? 'You have been logged out. If you can’t come back in, ask an admin whether your account is still there.' : undefined}>
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

interface InviteProps { token: string; login: string; ask(token: string): Promise<Invited>; enter(password: string): Promise<void> }

/** Where the link of an invitation leads. To open it spends nothing. */
export function Invite({ token, login, ask, enter }: InviteProps) {
  const invited = useSignal<Invited | null>(null)
  const failure = useSignal<Failure | null>(null)
  const look = () => {
    failure.value = null
    ask(token).then(told => { invited.value = told }, thrown => { failure.value = asFailure(thrown) })
  }
  useEffect(look, [])
  if (invited.value) return <ChoosePassword email={invited.value.email} login={login} enter={enter} />
  if (!failure.value) return <Frame title="Welcome"><div role="status" aria-label="Loading"><span class="blank blank-line" /><span class="blank blank-line" /></div></Frame>
  if (failure.value.code !== 'invitation_used') return <main class="splash"><Failed failure={failure.value} retry={look} /></main>
  return (
    <Frame title="This link doesn’t work">
      <p>It was used already, or replaced by a newer one, or it is older than seven days. Or a part of it got lost: open the whole of it, including what follows the <code>#</code>.</p>
      <p>Ask whoever sent it to you for a new one. If you have chosen a password already, log in.</p>
      <a class="button" href={login}>Log in</a>
    </Frame>
  )
}

function ChoosePassword({ email, login, enter }: { email: string; login: string; enter(password: string): Promise<void> }) {
  return (
    <Door title="Choose your password" lead={<>For <b><bdi>{email}</bdi></b>. With it you log in here from now on.</>} button="Choose it and log in" login={login} enter={(_, password) => enter(password)}>
      {failure => (
        <>
          <input class="ears" type="email" name="email" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
          <Field name="password" label="New password" type="password" autocomplete="new-password" failure={failure} minLength={passwordMin}
            hint={`At least ${passwordMin} characters. A few unrelated words make a good one.`} />
        </>
      )}
    </Door>
  )
}

interface DoorProps {
  title: string
  lead?: ComponentChildren
  button: string
  notice?: string | undefined // why one is here
  login?: string // offered where the link was used already
  enter(email: string, password: string): Promise<void>
  children(failure: Failure | null): ComponentChildren
}

function Door({ title, lead, button, notice, login, enter, children }: DoorProps) {
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
      {notice && <p class="door-notice" role="status">{notice}</p>}
      <form onSubmit={submit}>
        {children(failure.value)}
        {general && <p class="wrong wrong-box" role="alert"><b>{general.message}</b>{general.help && <> <Prose text={general.help} /></>}</p>}
        <button class="button button-main" type="submit" disabled={busy.value}>{busy.value ? 'One moment…' : button}</button>
      </form>
      {(general?.code === 'setup_link_used' || general?.code === 'invitation_used') && login && <a class="button" href={login}>Log in</a>}
    </Frame>
  )
}

function Frame({ title, lead, children }: { title: string; lead?: ComponentChildren; children: ComponentChildren }) {
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
