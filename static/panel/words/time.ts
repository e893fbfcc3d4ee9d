// Time in words, as an agent reads it at a glance. All amounts are milliseconds.

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How long ago, in one unit: "just now", "12 s ago", "3 min ago", "2 h ago", "5 d ago"; from 30 days on the date. */
export function ago(at: number, now: number): string {
  const age = Math.max(0, now - at)
  if (age < 3 * second) return 'just now'
  if (age < minute) return `${Math.floor(age / second)} s ago`
  if (age < hour) return `${Math.floor(age / minute)} min ago`
  if (age < day) return `${Math.floor(age / hour)} h ago`
  if (age < 30 * day) return `${Math.floor(age / day)} d ago`
  return 'on ' + new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
}

/** A stopwatch: "0:07", "12:40", "1:02:09". A clock that runs behind shows 0:00. */
export function stopwatch(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / second))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const tail = String(s).padStart(2, '0')
  return h ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`
}

/** A stopwatch for ears: "1 h 2 min", "12 min", "7 s". */
export function spoken(ms: number): string {
  if (ms < minute) return `${Math.max(0, Math.floor(ms / second))} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  return `${Math.floor(ms / hour)} h ${Math.floor(ms / minute) % 60} min`
}

/** When something ends: "18:40" today, else "21 Nov, 00:03". */
export function clockTime(at: number, now: number): string {
  const [end, today] = [new Date(at), new Date(now)]
  const time = end.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
  if (end.toDateString() === today.toDateString()) return time
  return `${end.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${time}`
}

/** The exact time, for a tooltip: "20 Nov 2026, 12:00:05". */
export function exact(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}

/** RFC 3339 to unix milliseconds; 0 for nothing. */
export function parse(at: string | null | undefined): number {
  return at ? Date.parse(at) || 0 : 0
}
