import { useEffect, useState } from 'react'
import { nametag } from 'nametag'

export interface User { id: string; email: string; name: string }

interface Props { user: User | null; logOut(): void }

/** Says who is logged in, and what support asks for on the phone. */
export function Account({ user, logOut }: Props) {
  const [trust, setTrust] = useState('anonymous')
  const [code, setCode] = useState('')

  useEffect(() => nametag.on('identityChanged', identity => setTrust(identity.trust)), [])

  useEffect(() => {
    if (!user) return
    let isShown = true
    nametag.identify(user.id, { email: user.email, name: user.name })
      .then(answer => { if (isShown) setTrust(answer.trust) }, () => {})
    return () => { isShown = false }
  }, [user])

  const leave = () => {
    void nametag.reset()
    setCode('')
    logOut()
  }

  const showCode = async () => setCode((await nametag.lookupCode()).code)

  return <section>
    <p>{user ? user.name : 'Nobody'}, <output name="trust">{trust}</output></p>
    <button onClick={showCode}>Support code</button> <output name="code">{code}</output>
    {user && <button onClick={leave}>Log out</button>}
  </section>
}
