// One visitor over all tabs of an origin.
import { guarded } from './guard.ts'
import { randomId } from './random.ts'
import { name } from './site.ts'
import { sync, who } from './visitor.ts'

/** This tab's name: a reload keeps it, a duplicate of the tab has its own. */
export let tab = ''

/**
 * Takes the tab's name out of sessionStorage for as long as the page lives: a duplicated tab, which starts with a copy
 * of that storage, then finds none.
 */
export const enterTab = (): void => {
  guarded(() => {
    tab ||= sessionStorage.nametag_tab
    delete sessionStorage.nametag_tab
  })
  tab ||= randomId()
}

/** Leaves the name for the tab's next page. */
export const leaveTab = (): void => {
  guarded(() => {
    sessionStorage.nametag_tab = tab
  })
}

/**
 * Runs the question of a browser that has no token while no other tab asks the same, so that two tabs opened
 * together become one visitor. With a token, or without locks, it runs at once.
 */
export const alone = <T>(ask: () => Promise<T>): Promise<T> => {
  if (who.token || !navigator.locks) return ask()
  return navigator.locks.request(name, () => {
    sync()
    return ask()
  }).catch(ask) as Promise<T> // origins without storage have no locks either
}
