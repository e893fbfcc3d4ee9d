import type { APIKey, APIKeyList, NewAPIKey } from '../../../internal/wire/wire.ts'
import type { Api } from './api.ts'
import { createAsked, type Asked } from './asked.ts'

/** A site's API keys, for admins. */
export interface APIKeys {
  list: Asked<readonly APIKey[]> // newest first
  // Both reject with a Failure. A key's text is answered once, and not kept.
  make(key: NewAPIKey): Promise<APIKey>
  revoke(id: string): Promise<void>
  forget(): void
}

export function createAPIKeys(api: Api, site: () => string | undefined): APIKeys {
  const at = () => ({ site: site() })
  const list = createAsked<readonly APIKey[]>(async () => (await api.get<APIKeyList>('/apikeys', at())).apikeys.reverse())
  const known = () => list.value.peek() ?? []
  // By the time of the answer another site may be looked at. An answer can be lost, and the deed be done.
  async function learn(answer: Promise<APIKey>, know: (told: APIKey) => void): Promise<APIKey> {
    const of = site()
    const told = await answer.catch(thrown => {
      void list.load()
      throw thrown
    })
    if (site() === of) know(told)
    return told
  }
  return {
    list,
    make: key => learn(api.post<APIKey>('/apikeys', key, at()), ({ key: _, ...made }) => list.know([made, ...known()])),
    async revoke(id) {
      await learn(api.post<APIKey>(`/apikeys/${id}/revoke`, {}, at()), revoked => list.know(known().map(key => key.id === id ? revoked : key)))
    },
    forget: list.forget,
  }
}
