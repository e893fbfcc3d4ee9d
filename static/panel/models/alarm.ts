import { isolate, rowName } from '../words/people.ts'
import { sightingWords } from '../words/watch.ts'
import type { Seen } from './watchlist.ts'

/** Makes a sighting heard, and, while nobody looks at the page, seen outside of it. `open` is carried out on a click. */
export function createAlarm(open: (seen: Seen) => void) {
  let audio: AudioContext | undefined
  return (seen: Seen, how: { sound: boolean; desktop: boolean }) => {
    if (how.sound) {
      audio ??= new AudioContext()
      chime(audio)
    }
    if (how.desktop && document.visibilityState === 'hidden' && mayNotify()) {
      const note = new Notification(`${isolate(rowName(seen.row))} ${sightingWords(seen)}`, { body: seen.row.page.title ?? '', tag: seen.row.id })
      note.onclick = () => {
        focus()
        note.close()
        open(seen)
      }
    }
  }
}

export function mayNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}

// Two soft notes. A browser that allows no sound before the first click plays none.
function chime(audio: AudioContext) {
  if (audio.state !== 'running') return void audio.resume().catch(() => {})
  for (const [after, hertz] of [[0, 660], [0.13, 880]] as const) {
    const [tone, volume, at] = [audio.createOscillator(), audio.createGain(), audio.currentTime + after]
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(0.12, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + 0.4)
  }
}
