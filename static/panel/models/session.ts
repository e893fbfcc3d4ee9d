import { batch, computed, signal, type ReadonlySignal } from '@preact/signals'
import type { Invited, Me, PanelSite } from '../../../internal/wire/wire.ts'
import { asFailure, type Api, type Failure } from './api.ts'
import { recall, remember } from './memory.ts'

/** Who is logged in, and which of their sites they look at. */
export interface Session {
  status: ReadonlySignal<'asking' | 'in' | 'out' | 'failed'>
  failure: ReadonlySignal<Failure | null> // why asking failed
  me: ReadonlySignal<Me | null>
  cut: ReadonlySignal<boolean> // the login ended, and it wasn't this page that ended it
  site: ReadonlySignal<PanelSite | null> // null: none is on their list, or not the one that the address asks for
  ask(): Promise<void>
  login(email: string, password: string): Promise<void> // rejects with a Failure
  setup(token: string, email: string, password: string): Promise<void> // rejects with a Failure
  invited(token: string): Promise<Invited> // whom a link is for; rejects with a Failure
  accept(token: string, password: string): Promise<void> // rejects with a Failure
  changePassword(present: string, password: string): Promise<void> // rejects with a Failure
  logout(): Promise<void>
  ended(): void // the server says that nobody is logged in
  choose(key: string): void
}

const remembered = 'nametag-panel-site'

export function createSession(api: () => Api, siteAsked: () => string | null): Session {
  const status = signal<'asking' | 'in' | 'out' | 'failed'>('asking')
  const failure = signal<Failure | null>(null)
  const me = signal<Me | null>(null)
  const cut = signal(false)
  const asked = signal(siteAsked() || null)
  const last = recall(remembered)
  const site = computed(() => {
    const sites = me.value?.sites ?? []
    const one = (key: string | null) => sites.find(s => s.key === key || key !== null && s.aliases.includes(key))
    return (asked.value === null ? one(last) ?? sites[0] : one(asked.value)) ?? null
  })
  const leave = (by: 'us' | 'the server') => batch(() => {
    if (status.value !== 'out') cut.value = by === 'the server' && me.value !== null
    me.value = null
    status.value = 'out'
  })
  const ended = () => leave('the server')
  async function ask() {
    try {
      me.value = await api().get<Me>('/me')
      status.value = 'in'
      failure.value = null
    } catch (thrown) {
      failure.value = asFailure(thrown)
      if (failure.value.status === 401) ended()
      else if (status.value !== 'in') status.value = 'failed'
    }
  }
  // Whoever was logged in before is gone, with all that they were shown.
  const enter = (path: string, body: object) => api().post(path, body).then(() => {
    batch(() => {
      me.value = null
      status.value = 'asking'
    })
    return ask()
  })
  return {
    status, failure, me, cut, site, ask, ended,
    login: (email, password) => enter('/login', { email, password }),
    setup: (token, email, password) => enter('/setup', { token, email, password }),
    invited: token => api().post('/invitation', { token }),
    accept: (token, password) => enter('/invitation/accept', { token, password }),
    changePassword: (present, password) => api().post('/password', { present, password }),
    logout: () => api().post('/logout').then(() => leave('us')),
    choose(chosen) {
      asked.value = chosen
      remember(remembered, chosen)
    },
  }
}
