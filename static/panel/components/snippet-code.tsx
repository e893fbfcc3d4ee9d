import { useSignal } from '@preact/signals'
import type { Installation } from '../models/install.ts'
import { stub } from '../words/lines.ts'
import { pinnedTag, tag } from '../words/snippet.ts'
import { Choice } from './choice.tsx'
import { Copyable } from './copy.tsx'

const versions = [['newest', 'Always the newest'], ['pinned', 'This version']] as const

/** What keeps early calls, and the script: as it is at the time, or as it is now. */
export function SnippetCode({ here }: { here: Installation }) {
  const version = useSignal<typeof versions[number][0]>('newest')
  const pinned = version.value === 'pinned'
  return (
    <>
      <Choice label="Version of the script" options={versions} chosen={version.value} choose={v => { version.value = v }} />
      {pinned && <p>This very version for ever, till you change the tag: browsers refuse a file that differs by a byte, and new versions don’t reach the page.</p>}
      <Copyable code={`${stub}\n${pinned ? pinnedTag(here.pinned, here.key) : tag(here.script, here.key)}`} label="snippet" />
    </>
  )
}
