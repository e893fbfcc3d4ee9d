import { useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import { Check, Copy } from './icons.tsx'

const thanksMs = 2000

/** Code to copy, with a button that says that it did. Its lines are broken, or `unbroken` scroll. */
export function Copyable({ code, label, unbroken }: { code: string; label: string; unbroken?: boolean }) {
  const text = useRef<HTMLElement>(null)
  const copied = useSignal(false)
  async function copy() {
    if (!text.current || !await copyText(code, text.current)) return
    copied.value = true
    setTimeout(() => { copied.value = false }, thanksMs)
  }
  return (
    <div class={'copyable' + (unbroken ? ' copyable-unbroken' : '')}>
      <pre {...unbroken && { tabIndex: 0, role: 'group' as const, 'aria-label': label }}><code ref={text}>{code}</code></pre>
      <button class="button button-small" type="button" onClick={() => void copy()} aria-label={`Copy ${label}`}>
        {copied.value ? <><Check />Copied</> : <><Copy />Copy</>}
      </button>
      <span class="ears" aria-live="polite">{copied.value ? 'Copied' : ''}</span>
    </div>
  )
}

// Over plain http there is no clipboard: then the text is selected, and copied the old way where that still works.
async function copyText(code: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code)
    return true
  } catch {
    getSelection()?.selectAllChildren(shown)
    return document.execCommand('copy')
  }
}
