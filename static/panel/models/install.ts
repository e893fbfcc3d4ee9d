import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { SiteFrame, SiteSettings } from '../../../internal/wire/wire.ts'
import { parse } from '../words/time.ts'
import { asFailure, type Api, type Failure } from './api.ts'

/** What the Install page shows of a site, as it changes. Times are unix milliseconds, 0: never. */
export interface Installation {
  key: string
  script: string
  installedAt: number
  installedOrigin: string
  refusedOrigin: string
  devUntil: number
}

export interface Install {
  installation: ReadonlySignal<Installation | null> // null: not here yet
  failure: ReadonlySignal<Failure | null>
  load(): Promise<void>
  show(site: SiteFrame): void // the socket says that something changed
  forget(): void
}

export function createInstall(api: Api, site: () => string | undefined): Install {
  const settings = signal<SiteSettings | null>(null)
  const live = signal<SiteFrame | null>(null)
  const failure = signal<Failure | null>(null)
  return {
    failure,
    installation: computed(() => settings.value && combine(settings.value, live.value)),
    async load() {
      try {
        settings.value = await api.get<SiteSettings>('/site', { site: site() })
        failure.value = null
      } catch (thrown) {
        failure.value = asFailure(thrown)
      }
    },
    show(frame) { live.value = frame },
    forget() {
      settings.value = live.value = failure.value = null
    },
  }
}

function combine(settings: SiteSettings, live: SiteFrame | null): Installation {
  return {
    key: settings.key,
    script: settings.script_url,
    installedAt: live?.installed_at ?? parse(settings.installed_at),
    installedOrigin: live?.installed_origin ?? settings.installed_origin ?? '',
    refusedOrigin: live?.refused_origin ?? '',
    devUntil: live?.dev_until ?? parse(settings.dev_until),
  }
}
