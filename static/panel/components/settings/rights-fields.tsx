import { useId } from 'preact/hooks'
import type { PanelSite, Role } from '../../../../internal/wire/wire.ts'
import { roleMeaning, roleName, roles } from '../../words/agents.ts'

/** What somebody may do and see, as it is being chosen. */
export interface Rights { role: Role; sites: readonly string[] }

/** Rights as the server takes them: an admin has no list of sites. */
export function spoken({ role, sites }: Rights): { role: Role; sites?: string[] } {
  return role === 'admin' ? { role } : { role, sites: [...sites] }
}

export interface RightsProps { rights: Rights; sites: readonly PanelSite[]; choose(rights: Rights): void }

export function RightsFields({ rights, sites, choose }: RightsProps) {
  const name = useId()
  const toggle = (key: string) => rights.sites.includes(key) ? rights.sites.filter(other => other !== key) : [...rights.sites, key]
  return (
    <>
      <fieldset class="uses">
        <legend>Role</legend>
        {roles.map(role => (
          <label key={role} class="use">
            <input type="radio" name={name} value={role} checked={rights.role === role} onChange={() => choose({ ...rights, role })} aria-describedby={`${name}-${role}`} />
            <span>{roleName[role]}</span>
            <span class="sub" id={`${name}-${role}`}>{roleMeaning[role]}</span>
          </label>
        ))}
      </fieldset>
      {rights.role === 'agent' && (
        <fieldset class="uses">
          <legend>Sites</legend>
          {sites.map(({ key, name: title }) => (
            <label key={key} class="use">
              <input type="checkbox" checked={rights.sites.includes(key)} onChange={() => choose({ ...rights, sites: toggle(key) })} />
              <span><bdi>{title}</bdi></span>
            </label>
          ))}
          {!rights.sites.length && <p class="sub" role="status">Choose one at least.</p>}
        </fieldset>
      )}
    </>
  )
}

/** An agent of no site could do nothing. */
export function isWhole({ role, sites }: Rights): boolean {
  return role === 'admin' || sites.length > 0
}
