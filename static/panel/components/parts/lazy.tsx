import type { FunctionComponent } from 'preact'
import { useEffect } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import { Blank } from './blank.tsx'
import { Failed } from './failed.tsx'

/** A page whose code comes when it is first opened, so that the first load stays small. */
export function lazy<Props extends object>(load: () => Promise<FunctionComponent<Props>>): FunctionComponent<Props> {
  let loaded: FunctionComponent<Props> | undefined
  return function Lazy(props: Props) {
    const state = useSignal<'coming' | 'here' | 'lost'>(loaded ? 'here' : 'coming')
    useEffect(() => {
      if (!loaded) load().then(page => { loaded = page; state.value = 'here' }, () => { state.value = 'lost' })
    }, [])
    const Page = loaded
    if (state.value === 'here' && Page) return <Page {...props} />
    return (
      <div class="page page-scroll">
        <div class="column">{state.value === 'lost' ? <Failed failure={lost} retry={() => location.reload()} /> : <Blank />}</div>
      </div>
    )
  }
}

// A browser may remember that it couldn't have a script, and a newer server doesn't have the old one: loading all anew helps.
const lost = { code: 'unreachable', message: 'This page couldn’t be loaded.', help: 'Check your connection, then try again.' }
