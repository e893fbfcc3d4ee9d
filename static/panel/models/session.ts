import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { Me, PanelSite } from '../../../internal/wire/wire.ts'
import { asFailure, type Api, type Failure } from './api.ts'
import { recall, remember } from './memory.ts'

/** Who is logged in, and which of their sites they look at. */
export interface Session {
  status: ReadonlySignal<'asking' | 'in' | 'out' | 'failed'>
  failure: ReadonlySignal<Failure | null> // why asking failed
  me: ReadonlySignal<Me | null>
  site: ReadonlySignal<PanelSite | null>
  ask(): Promise<void>
  login(email: string, password: string): Promise<void> // rejects with a Failure
  setup(token: string, email: string, password: string): Promise<void> // rejects with a Failure
  logout(): Promise<void>
  ended(): void // the server says that nobody is logged in
  choose(key: string): void
}

const remembered = 'nametag-panel-site'

export function createSession(api: () => Api, siteAsked: () => string | null): Session {
  const status = signal<'asking' | 'in' | 'out' | 'failed'>('asking')
  const failure = signal<Failure | null>(null)
  const me = signal<Me | null>(null)
  const key = signal(siteAsked() ?? recall(remembered))
  const site = computed(() => {
    const sites = me.value?.sites ?? []
    return sites.find(s => s.key === key.value || s.aliases.includes(key.value ?? '')) ?? sites[0] ?? null
  })
  const ended = () => {
    me.value = null
    status.value = 'out'
  }
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
  const enter = (path: string, body: object) => api().post(path, body).then(ask)
  return {
    status, failure, me, site, ask, ended,
    login: (email, password) => enter('/login', { email, password }),
    setup: (token, email, password) => enter('/setup', { token, email, password }),
    logout: () => api().post('/logout').then(ended),
    choose(chosen) {
      key.value = chosen
      remember(remembered, chosen)
    },
  }
}
