import type { FunctionComponent } from 'preact'
import { Icon } from './icons.tsx'

// Marks that remind of browsers and systems, in our own stroke: none is a trademark's own drawing.

const Chrome = () => <Icon><circle cx="12" cy="12" r="9" /><circle cx="12" cy="12" r="3.6" /><path d="M12 8.4h8.2M15.1 13.8L11 20.9M8.9 13.8L4.8 6.7" /></Icon>
const Edge = () => <Icon><path d="M3.2 13C3.2 7.6 7.2 3.5 12.3 3.5c4.9 0 8.2 3.3 8.2 6.8 0 2.6-1.9 3.9-4 3.9-1.7 0-2.6-.8-2.2-1.9.5-1.5-.6-3.3-3.2-3.3-3.5 0-5.6 3-4.9 6.6.7 3.3 3.6 5 6.7 5 2.4 0 4.3-.8 5.7-2.2" /></Icon>
const Firefox = () => <Icon><path d="M15 3.5c3.6 1.3 6 4.6 6 8.5a9 9 0 0 1-18 0c0-2.5 1-4.7 2.5-6.2.1 1.3.6 2.2 1.6 2.8 1-.9 2.3-1.3 3.9-1.1-1 .6-1.6 1.5-1.6 2.7 0 .8.9 1.3 2.3 1.3-.3 1.3-1.2 1.9-2.5 2 .6 1.2 1.7 1.8 3.1 1.8 2.6 0 4.3-1.9 4.3-4.5 0-2.8-1.4-4.6-1.6-7.3z" /></Icon>
const Opera = () => <Icon><circle cx="12" cy="12" r="9" /><ellipse cx="12" cy="12" rx="4" ry="6.5" /></Icon>
const Safari = () => <Icon><circle cx="12" cy="12" r="9" /><path d="M15.8 8.2l-2.5 5.1-5.1 2.5 2.5-5.1z" /></Icon>

const Android = () => <Icon><path d="M3.5 18a8.5 8.5 0 0 1 17 0zM7.5 10.5L5.6 7.2M16.5 10.5l1.9-3.3M8.5 14.5v.01M15.5 14.5v.01" /></Icon>
const Apple = () => <Icon><path d="M18.6 16.9c-.9 2.1-2.1 3.8-3.6 3.8-1.2 0-1.6-.7-3-.7s-1.9.7-3 .7c-2.1 0-4.3-4-4.3-7.5 0-3.3 2-5.2 4.1-5.2 1.3 0 2.2.8 3.2.8s2.2-.9 3.8-.8c1.2 0 2.3.6 3 1.6-2.8 1.7-2.3 6.1-.2 7.3zM15.2 3c-1.8.2-3 1.5-3 3.2 1.8-.1 3-1.5 3-3.2z" /></Icon>
const Linux = () => <Icon><path d="M12 3c-2 0-3.3 1.6-3.3 3.8 0 2.5-.5 3.7-1.8 5.8C5.7 14.4 5 16 5 17.4 5 19.5 8 21 12 21s7-1.5 7-3.6c0-1.4-.7-3-1.9-4.8-1.3-2.1-1.8-3.3-1.8-5.8C15.3 4.6 14 3 12 3zM10.3 8.6l1.7 1.5 1.7-1.5" /></Icon>
const Windows = () => <Icon><path d="M4 6l6.5-1v6.3H4zM13.5 4.5L20 3.5v7.8h-6.5zM4 13.7h6.5V20L4 19zM13.5 13.7H20v7.8l-6.5-1z" /></Icon>

const brands: { [name: string]: FunctionComponent } = {
  chrome: Chrome, chromium: Chrome, chromeos: Chrome, edge: Edge, firefox: Firefox, opera: Opera, safari: Safari,
  android: Android, ios: Apple, ipados: Apple, macos: Apple, linux: Linux, windows: Windows,
}

/** Of "Chrome 130" or "macOS", as the server tells them. */
export function brand(told: string): FunctionComponent | undefined {
  const name = told.replace(/\s[\d.]+$/, '').toLowerCase()
  return Object.hasOwn(brands, name) ? brands[name] : undefined
}
