import type { ApiError } from '../../../internal/wire/wire.ts'
import type { LiveStatus } from '../models/live.ts'
import { Close, Warning } from './parts/icons.tsx'
import { Prose } from './parts/prose.tsx'
import { useNow } from './parts/time.tsx'

/** Says that the line is down, and that it mends itself; nothing while it opens for the first time. */
export function LineBanner({ status, retry, offline = !navigator.onLine }: { status: LiveStatus; retry(): void; offline?: boolean }) {
  useNow()
  if (status.at === 'open' || status.at === 'idle' || status.at === 'connecting' && !status.again) return null
  if (status.at === 'refused') {
    return (
      <div class="banner banner-bad" role="alert"><Warning /><span>The server closed the live line for good.</span>
        <button class="button button-small" type="button" onClick={() => location.reload()}>Reload</button></div>
    )
  }
  const seconds = status.at === 'waiting' ? Math.max(0, Math.ceil((status.until - Date.now()) / 1000)) : 0
  return (
    <div class="banner banner-line" role="status">
      <span class="spinner" aria-hidden="true" />
      <span>{offline ? 'You are offline' : 'Reconnecting'}{seconds > 1 ? <span aria-hidden="true">, next try in {seconds} s</span> : '…'} <span class="banner-more">What you see is how it was.</span></span>
      {seconds > 1 && <button class="button button-small" type="button" onClick={retry}>Try now</button>}
    </div>
  )
}

/** An error that belongs to no page. */
export function AlertBanner({ error, dismiss }: { error: ApiError; dismiss(): void }) {
  return (
    <div class="banner banner-bad" role="alert">
      <Warning /><span>{error.message} {error.help && <Prose text={error.help} />}</span>
      <button class="button button-quiet button-square" type="button" onClick={dismiss} aria-label="Dismiss"><Close /></button>
    </div>
  )
}
