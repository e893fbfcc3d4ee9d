import type {
  Diagnosis, Evidence, LedgerPage, NewSigningKey, Question, SigningKey, SigningKeyList,
} from '../../../internal/wire/wire.ts'
import type { Api } from './api.ts'
import { createAsked, type Asked } from './asked.ts'
import type { Settings } from './settings.ts'

export type Window = Evidence['window']

/** How a site proves who its users are: its settings, its keys, and what became of its claims (spec security §2–§4). */
export interface Security {
  settings: Settings
  evidence: { [window in Window]: Asked<Evidence> }
  keys: Asked<readonly SigningKey[]> // newest first
  // All of these reject with a Failure. Neither the answers with secrets nor what the doctor is asked is kept.
  make(key: NewSigningKey): Promise<SigningKey> // with its secret, this once
  retire(kid: string, leaked: boolean): Promise<void>
  verified(kid: string, since: string, cursor?: string): Promise<LedgerPage>
  diagnose(question: Question): Promise<Diagnosis>
  forget(): void
}

export function createSecurity(api: Api, site: () => string | undefined, settings: Settings): Security {
  const at = () => ({ site: site() })
  const counted = (window: Window) => createAsked(() => api.get<Evidence>('/site/evidence', { ...at(), window }))
  const evidence = { '24h': counted('24h'), '7d': counted('7d') }
  const keys = createAsked<readonly SigningKey[]>(async () => (await api.get<SigningKeyList>('/keys', at())).keys.sort(newestFirst))
  // By the time of the answer another site may be looked at.
  async function learn<T>(answer: Promise<T>, know: (told: T) => void): Promise<T> {
    const of = site()
    const told = await answer
    if (site() === of) know(told)
    return told
  }
  return {
    settings, evidence, keys,
    make: key => learn(api.post<SigningKey>('/keys', key, at()), ({ secret: _, ...made }) => keys.know([made, ...keys.value.peek() ?? []])).catch(thrown => {
      void keys.load() // an answer can be lost, and the key be there
      throw thrown
    }),
    async retire(kid, leaked) {
      await learn(api.post<SigningKey>(`/keys/${kid}/retire`, { leaked }, at()), retired => {
        keys.know((keys.value.peek() ?? []).map(key => key.kid === kid ? retired : key))
      })
    },
    verified: (kid, since, cursor) => api.get<LedgerPage>(`/keys/${kid}/verified`, { ...at(), since, cursor }),
    diagnose: question => api.post<Diagnosis>('/doctor', question, at()),
    forget() {
      for (const each of [evidence['24h'], evidence['7d'], keys]) each.forget()
    },
  }
}

function newestFirst(a: SigningKey, b: SigningKey): number {
  return Date.parse(b.created_at) - Date.parse(a.created_at)
}
