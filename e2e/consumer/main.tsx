import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { nametag } from 'nametag'
import { Account, type User } from './Account.tsx'

const jane: User = { id: '42', email: 'jane@example.com', name: 'Jane Doe' }
const mei: User = { id: '43', email: 'mei@example.com', name: 'Mei Tanaka' }

/** Effects of children run first: Account identifies before this has named the site. */
function App({ site, host }: { site: string; host: string }) {
  const [user, setUser] = useState<User | null>(jane)
  useEffect(() => { void nametag.init({ site, host }) }, [site, host])
  return <>
    <Account user={user} logOut={() => setUser(null)} />
    {!user && <button onClick={() => setUser(mei)}>Log in as Mei</button>}
  </>
}

const root = document.getElementById('root')!
createRoot(root).render(<StrictMode><App site={root.dataset['site']!} host={root.dataset['host']!} /></StrictMode>)
