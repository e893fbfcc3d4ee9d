import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { SiteFrame, SiteSettings } from '../../../internal/wire/wire.ts'
import { allows, isLocal } from '../words/origins.ts'
import { parse } from '../words/time.ts'
import type { Failure } from './api.ts'
import type { Asked } from './asked.ts'

/** What the Install page shows of a site, as it changes. Times are unix milliseconds, 0: never. */
export interface Installation {
  key: string
  script: string
  pinned: SiteSettings['script_pinned']
  installedAt: number
  installedOrigin: string
  refusedOrigin: string // of the last page that was turned away and still would be
  devUntil: number
}

export interface Install {
  installation: ReadonlySignal<Installation | null> // null: not here yet
  failure: ReadonlySignal<Failure | null>
  load(): Promise<void>
  show(site: SiteFrame): void // the socket says that something changed
  forget(): void
}

export function createInstall(settings: Asked<SiteSettings>): Install {
  const live = signal<SiteFrame | null>(null)
  return {
    failure: settings.failure,
    installation: computed(() => settings.value.value && combine(settings.value.value, live.value)),
    load: settings.load,
    show(frame) { live.value = frame },
    forget() { live.value = null },
  }
}

function combine(settings: SiteSettings, live: SiteFrame | null): Installation {
  return {
    key: settings.key,
    script: settings.script_url,
    pinned: settings.script_pinned,
    installedAt: live?.installed_at ?? parse(settings.installed_at),
    installedOrigin: live?.installed_origin ?? settings.installed_origin ?? '',
    refusedOrigin: stillRefused(settings, live?.refused_origin ?? ''),
    devUntil: parse(settings.dev_until),
  }
}

function stillRefused({ origins, dev_until }: SiteSettings, origin: string): string {
  return allows(origins, origin) || parse(dev_until) > Date.now() && isLocal(origin) ? '' : origin
}
