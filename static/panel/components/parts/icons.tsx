import type { ComponentChildren } from 'preact'

// Our own few icons: 24 × 24, one stroke, in the colour of the text. They are decoration: words say the same.

export function Icon({ children, filled }: { children: ComponentChildren; filled?: boolean }) {
  return (
    <svg class={filled ? 'icon icon-filled' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">{children}</svg>
  )
}

export const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect class="logo-tag" width="32" height="32" rx="8" />
    <rect class="logo-paper" x="4" y="12" width="24" height="14" rx="3" />
    <path class="logo-name" d="M9 20c2-4 4-4 5-1s3 2 4-1 3-1 5 1" />
  </svg>
)

const shield = 'M12 3l7 3v5c0 4.6-2.9 8.2-7 10-4.1-1.8-7-5.4-7-10V6z'
export const ShieldAnonymous = () => <Icon><path d={shield} stroke-dasharray="2.5 3.2" /></Icon>
export const ShieldClaimed = () => <Icon><path d={shield} /><path d="M10 10a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6 1.1M12 16v.01" /></Icon>
export const ShieldVerified = () => <Icon filled><path d={shield} /><path class="icon-cut" d="M8.8 12l2.3 2.3 4.2-4.6" /></Icon>
export const ShieldAttested = () => <Icon filled><path d={shield} /><path class="icon-cut" d="M8.5 9.5h7M8.5 13h7" /></Icon>
export const ShieldRefused = () => <Icon><path d={shield} /><path d="M9.5 9.5l5 5M14.5 9.5l-5 5" /></Icon>
export const ShieldActing = () => <Icon filled><path d={shield} /><path class="icon-cut" d="M8.5 10h5.5m-2-2 2 2-2 2M15.5 14H10" /></Icon>

export const People = () => <Icon><circle cx="9" cy="8" r="3.5" /><path d="M2.5 20c.6-3.7 3.2-5.5 6.5-5.5s5.9 1.8 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18.2 15c1.8.8 2.9 2.4 3.3 5" /></Icon>
export const Book = () => <Icon><path d="M6 3h12a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z" /><circle cx="12" cy="9.5" r="2.3" /><path d="M8 16.5c.5-2 2-3 4-3s3.5 1 4 3" /></Icon>
export const Gear = () => <Icon><circle cx="12" cy="12" r="3.2" /><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2" /></Icon>
export const Bell = () => <Icon><path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0" /></Icon>
export const Exit = () => <Icon><path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9" /></Icon>
export const Close = () => <Icon><path d="M6 6l12 12M18 6L6 18" /></Icon>
export const Back = () => <Icon><path d="M14 6l-6 6 6 6" /></Icon>
export const Search = () => <Icon><circle cx="11" cy="11" r="6" /><path d="M16 16l4.5 4.5" /></Icon>
export const Copy = () => <Icon><rect x="9" y="9" width="11" height="11" rx="2" /><path d="M5 15H4V5a1 1 0 0 1 1-1h10v1" /></Icon>
export const Check = () => <Icon><path d="M5 12.5l4.5 4.5L19 7" /></Icon>
export const Warning = () => <Icon><path d="M12 4l9 16H3zM12 10v4.5M12 17.3v.01" /></Icon>
export const Person = () => <Icon><circle cx="12" cy="8.5" r="3.5" /><path d="M5 20c.7-4 3.4-6 7-6s6.3 2 7 6" /></Icon>
export const Fence = () => <Icon><path d="M5 21V7l2-3 2 3v14M15 21V7l2-3 2 3v14M3 11h18M3 17h18" /></Icon>
export const Pencil = () => <Icon><path d="M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5" /></Icon>
export const Lock = () => <Icon><rect x="5" y="10.5" width="14" height="10" rx="2" /><path d="M8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3M12 14.5v2" /></Icon>
export const Plus = () => <Icon><path d="M12 5v14M5 12h14" /></Icon>

export const Merge = () => <Icon><path d="M6 4v4c0 4 6 4 6 8v4M18 4v4c0 4-6 4-6 8M9 17l3 3 3-3" /></Icon>
export const Split = () => <Icon><path d="M12 20v-5c0-4-6-4-6-8V5M12 15c0-4 6-4 6-8V5M3 8l3-3 3 3M15 8l3-3 3 3" /></Icon>
export const Link = () => <Icon><path d="M10 14a3.5 3.5 0 0 0 5 0l5-5a3.5 3.5 0 0 0-5-5l-2 2M14 10a3.5 3.5 0 0 0-5 0l-5 5a3.5 3.5 0 0 0 5 5l2-2" /></Icon>
export const Unlink = () => <Icon><path d="M9 15l-2 2a3.5 3.5 0 0 1-5-5l2.5-2.5M15 9l2-2a3.5 3.5 0 0 1 5 5l-2.5 2.5M8 3v2M3 8h2M16 21v-2M21 16h-2" /></Icon>
export const Erase = () => <Icon><path d="M5 7h14M10 4h4M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5" /></Icon>

export const Desktop = () => <Icon><rect x="3" y="4" width="18" height="12" rx="2" /><path d="M9 20h6M12 16v4" /></Icon>
export const Phone = () => <Icon><rect x="7" y="2.5" width="10" height="19" rx="2" /><path d="M11 18.5h2" /></Icon>
export const Tablet = () => <Icon><rect x="4.5" y="2.5" width="15" height="19" rx="2" /><path d="M11 18.5h2" /></Icon>
export const Robot = () => <Icon><rect x="4" y="8" width="16" height="11" rx="2" /><path d="M12 8V4M9 13v1.5M15 13v1.5" /></Icon>
export const Globe = () => <Icon><circle cx="12" cy="12" r="9" /><path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18" /></Icon>

export const Offline = () => <Icon><path d="M2 8.5a15 15 0 0 1 4-2.5M22 8.5A15 15 0 0 0 10.5 5M5.5 12.5a10 10 0 0 1 4-2.3M18.5 12.5a10 10 0 0 0-3.6-2.2M9 16.3a4.5 4.5 0 0 1 6 0M12 20v.01M3 3l18 18" /></Icon>
export const Keyboard = () => <Icon><rect x="2.5" y="6" width="19" height="12" rx="2" /><path d="M6.5 10v.01M10 10v.01M14 10v.01M17.5 10v.01M8 14h8" /></Icon>

export const Star = () => <Icon filled><path d="M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z" /></Icon>
export const Sparkle = () => <Icon filled><path d="M12 3c.8 5 3 7.2 8 8-5 .8-7.2 3-8 8-.8-5-3-7.2-8-8 5-.8 7.2-3 8-8z" /></Icon>
export const Hourglass = () => <Icon><path d="M7 3h10M7 21h10M8 3c0 5 8 5 8 9s-8 4-8 9M16 3c0 5-8 5-8 9s8 4 8 9" /></Icon>
