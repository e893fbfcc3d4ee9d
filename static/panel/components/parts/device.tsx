import type { Device as DeviceWire } from '../../../../internal/wire/wire.ts'
import { countryName } from '../../words/country.ts'
import { brand } from './brands.tsx'
import * as icons from './icons.tsx'

const kinds: { [kind: string]: typeof icons.Desktop } = { desktop: icons.Desktop, phone: icons.Phone, tablet: icons.Tablet, bot: icons.Robot }

/** The kind of device as an icon, then "Chrome 130" and "macOS", each behind its own. */
export function Device({ device: { kind = '', browser, os } }: { device: DeviceWire }) {
  const Kind = kinds[kind] ?? icons.Globe
  const says = [browser, os].filter(Boolean).join(' · ')
  return (
    <span class="device" data-tip={says || undefined}>
      <Kind />
      {browser && <Make name={browser} />}
      {os && <Make name={os} />}
      {!says && <span class="clip">Unknown device</span>}
    </span>
  )
}

/** Who made it, as an icon where we have one, and in words. */
function Make({ name }: { name: string }) {
  const Brand = brand(name)
  return <span class="make">{Brand && <Brand />}<span class="clip">{name}</span></span>
}

/** Where somebody is: the flag, and its name beside it or in a tooltip. */
export function Country({ code, named }: { code: string; named?: boolean }) {
  const name = countryName(code)
  if (named) return <span class="country"><Flag code={code} /><span class="clip">{name}</span></span>
  return <span class="country" role="img" data-tip={name} aria-label={name}><Flag code={code} /></span>
}

const flags = '/panel/flags.svg' // all of them, fetched when the first is shown

/** A country's flag, for the eyes only. */
export function Flag({ code }: { code: string }) {
  if (countryName(code) === code) return <icons.Globe />
  return <svg class="flag" aria-hidden="true" focusable="false"><use href={flags + '#' + code} /></svg>
}
