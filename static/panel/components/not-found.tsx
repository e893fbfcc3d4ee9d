import { Logo } from './icons.tsx'

export function NotFound({ href }: { href: string }) {
  return (
    <div class="page page-scroll">
      <div class="empty">
        <span class="empty-mark"><Logo /></span>
        <h1>There is no such page</h1>
        <p>The address may be mistyped, or the page has moved.</p>
        <a class="button" href={href}>See who is here</a>
      </div>
    </div>
  )
}
