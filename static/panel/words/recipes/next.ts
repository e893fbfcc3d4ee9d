import stub from '../../../snippets/stub.js' with { type: 'text' }
import { attributes, quote, type Tag } from '../snippet.ts'
import type { Recipe } from './recipe.ts'

/** As React spells attributes. */
const jsx = (of: Tag) => attributes(of).map(([name, value]) => `${name === 'crossorigin' ? 'crossOrigin' : name}="${value}"`).join(' ')

export const next: Recipe = {
  key: 'next', name: 'Next.js',
  steps: of => [
    {
      title: 'Put the tag into app/layout.jsx',
      text: 'Into the root layout’s `<head>`, as plain tags: they are in the page that the server sends, so `Nametag` is there before your components are. `currentUser` is your own: whoever is logged in, or null.',
      code: `import { NametagUser } from './nametag-user.jsx'
import { currentUser } from './session.js'

export default async function RootLayout({ children }) {
  const user = await currentUser()
  return (
    <html lang="en">
      <head>
        <script dangerouslySetInnerHTML={{ __html: ${quote(stub.trim())} }} />
        <script async ${jsx(of)} />
      </head>
      <body>
        {children}
        <NametagUser id={user?.id} email={user?.email} name={user?.name} />
      </body>
    </html>
  )
}`,
      label: 'layout',
    },
    {
      title: 'Say who is logged in',
      text: 'As `app/nametag-user.jsx`. Its effect runs in the browser only, and again when somebody else logs in.',
      code: `'use client'
import { useEffect } from 'react'

/** Says who is logged in; without an id, nobody is. */
export function NametagUser({ id, email, name }) {
  useEffect(() => {
    if (id) window.Nametag('identify', id, { email, name })
  }, [id, email, name])
  return null
}`,
      label: 'component',
    },
    {
      title: 'At log-out',
      text: 'In the button that logs out, before you do: the call arrives even if the page changes at once.',
      code: `'use client'

export function LogOut({ signOut }) {
  const leave = () => {
    window.Nametag('reset')
    signOut()
  }
  return <button onClick={leave}>Log out</button>
}`,
      label: 'log-out button',
    },
  ],
}
