import { guarded } from './guard.ts'
import { call } from './calls.ts'

/**
 * Takes an identity that came over a link out of the address, before anything else reads or sends it, and redeems
 * it. The rest of the address stays as it was; no entry of the history is made (spec security §1d). A page's stub may
 * have done just this.
 */
export const arrive = (): void => {
  guarded(() => {
    location.href.replace(/([?&#])(?:nametag|convot)_identity=([^&#]+)(&?)/g, (found, before: string, token: string, after: string) => {
      history.replaceState(history.state, '', location.href.replace(found, after && before))
      void call('carry', token)
      return ''
    })
  })
}
