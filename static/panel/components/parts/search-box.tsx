import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { Search } from './icons.tsx'
import { onShortcut } from './shortcuts.ts'

export interface SearchBoxProps {
  label: string
  placeholder: string
  value: string
  wrong?: string | undefined // why it can't be searched for
  search(text: string): void
  onEnter?(): void
  children?: ComponentChildren
}

/** A field to search in; the key "/" leads there. */
export function SearchBox({ label, placeholder, value, wrong, search, onEnter, children }: SearchBoxProps) {
  const box = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => onShortcut(key => {
    if (key !== '/') return false
    box.current?.select()
    return true
  }), [])
  return (
    <div class="search">
      <label>
        <Search />
        <span class="ears">{label}</span>
        <input ref={box} type="search" value={value} placeholder={placeholder} autocomplete="off" spellcheck={false} maxLength={200}
          aria-invalid={wrong ? true : undefined} aria-describedby={wrong ? 'search-wrong' : undefined}
          onInput={event => search(event.currentTarget.value)} onKeyDown={event => {
            if (event.key === 'Enter') onEnter?.()
            if (event.key === 'Escape' && !event.currentTarget.value) event.currentTarget.blur() // where there is something, it goes first
          }} />
        <kbd aria-hidden="true">/</kbd>
      </label>
      {wrong && <p class="search-wrong" id="search-wrong" role="status">{wrong}</p>}
      {children}
    </div>
  )
}
