// One visitor over all tabs of an origin.
import { guarded } from './guard.ts'
import { randomId } from './random.ts'
import { name } from './site.ts'
import { sync, who } from './visitor.ts'

/** This tab's name: a reload keeps it, a duplicate of the tab has its own. */
export let tab = ''
let channel: BroadcastChannel | undefined

/**
 * Hears what other tabs store, and takes the tab's name out of sessionStorage for as long as the page lives:
 * a duplicated tab, which starts with a copy of that storage, then finds none.
 */
export const enterTab = (): void => {
  guarded(() => {
    tab ||= sessionStorage.nametag_tab
    delete sessionStorage.nametag_tab
  })
  tab ||= randomId()
  guarded(() => {
    channel = new BroadcastChannel(name())
    channel.onmessage = sync
  })
}

/** Leaves the name for the tab's next page. An open channel could keep this one out of the back/forward cache. */
export const leaveTab = (): void => {
  guarded(() => {
    sessionStorage.nametag_tab = tab
  })
  channel?.close()
}

/** Tells the other tabs to read storage again. */
export const broadcast = (): unknown => guarded(() => channel?.postMessage(0))

/**
 * Runs the question of a browser that has no token while no other tab asks the same, so that two tabs opened
 * together become one visitor. With a token, or without locks, it runs at once.
 */
export const alone = <T>(ask: () => Promise<T>): Promise<T> => {
  if (who.token || !navigator.locks) return ask()
  return navigator.locks.request(name(), () => {
    sync()
    return ask()
  }).catch(ask) as Promise<T> // origins without storage have no locks either
}
