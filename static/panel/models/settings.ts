import type { SiteChange, SiteSettings } from '../../../internal/wire/wire.ts'
import type { Api } from './api.ts'
import { createAsked, type Asked } from './asked.ts'

/** A site's settings, and how admins change them. What another admin changes is told by the socket, and asked anew. */
export interface Settings extends Asked<SiteSettings> {
  change(what: SiteChange): Promise<void> // rejects with a Failure, and then nothing is changed
}

export function createSettings(api: Api, site: () => string | undefined): Settings {
  const asked = createAsked(() => api.get<SiteSettings>('/site', { site: site() }))
  return {
    ...asked,
    async change(what) {
      const of = site()
      const told = await api.patch<SiteSettings>('/site', what, { site: of })
      if (site() === of) asked.know(told) // by now another site may be looked at
    },
  }
}
