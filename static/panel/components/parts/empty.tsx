import type { ComponentChildren } from 'preact'
import { Lock } from './icons.tsx'

export interface EmptyProps { mark?: ComponentChildren; title: string; tone?: 'good' | 'calm'; page?: boolean; children?: ComponentChildren }

/** Where there is nothing to show: why, and what can be done. `page`: it is all that the page says. */
export function Empty({ mark, title, tone, page, children }: EmptyProps) {
  return (
    <div class="empty">
      {mark && <span class={'empty-mark' + (tone ? ' empty-mark-' + tone : '')}>{mark}</span>}
      {page ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  )
}

/** What somebody may not see: says who could change that. */
export function Forbidden(props: Omit<EmptyProps, 'mark' | 'tone'>) {
  return <Empty mark={<Lock />} tone="calm" {...props} />
}
