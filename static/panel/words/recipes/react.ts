import { stub } from '../lines.ts'
import { tag } from '../snippet.ts'
import type { Recipe } from './recipe.ts'

export const react: Recipe = {
  key: 'react', name: 'React',
  steps: of => [
    {
      title: 'Put this into index.html',
      text: 'Before the closing `</head>`, so that `Nametag` is there before your app is. It notices by itself when your router shows another page.',
      code: `${stub}\n${tag(of)}`, label: 'snippet',
    },
    {
      title: 'Say who is logged in',
      text: 'As `src/use-nametag.js`. No provider and no wrapper are needed; that StrictMode runs effects twice does no harm.',
      code: `import { useEffect } from 'react'

/** Says who is logged in: { id, email, name }, or null while nobody is. */
export function useNametag(user) {
  const { id, email, name } = user ?? {}
  useEffect(() => {
    if (id) window.Nametag('identify', id, { email, name })
  }, [id, email, name])
}`,
      label: 'hook',
    },
    {
      title: 'Use it, and reset at log-out',
      text: 'Once, in the component that knows your user. Reset where somebody logs out, and not in an effect’s clean-up: StrictMode runs those at once.',
      code: `import { useNametag } from './use-nametag.js'

export function Account({ user, logOut }) {
  useNametag(user)
  const leave = () => {
    window.Nametag('reset')
    logOut()
  }
  return user && <button onClick={leave}>Log out</button>
}`,
      label: 'component',
    },
  ],
}
