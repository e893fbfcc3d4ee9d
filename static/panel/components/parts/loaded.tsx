import type { ComponentChildren } from 'preact'
import type { Asked } from '../../models/asked.ts'
import { Failed } from './failed.tsx'

/** What the server told, in each of its states: on its way, here, not to be had, or as it was before. */
export function Loaded<T>({ asked, children }: { asked: Asked<T>; children(told: T): ComponentChildren }) {
  const [told, failure] = [asked.value.value, asked.failure.value]
  const again = () => void asked.load()
  if (told === null) return failure ? <Failed failure={failure} retry={again} /> : <div role="status" aria-label="Loading"><span class="blank blank-line" /><span class="blank blank-line" /></div>
  return (
    <>
      {failure && <p class="stale" role="status">This is how it was: {failure.message} <button class="link" type="button" onClick={again}>Try again</button></p>}
      {children(told)}
    </>
  )
}
