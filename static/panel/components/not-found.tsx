import { Empty } from './parts/empty.tsx'
import { Logo } from './parts/icons.tsx'

export function NotFound({ href }: { href: string }) {
  return (
    <div class="page page-scroll">
      <Empty mark={<Logo />} title="There is no such page" page>
        <p>The address may be mistyped, or the page has moved.</p>
        <a class="button" href={href}>See who is here</a>
      </Empty>
    </div>
  )
}
