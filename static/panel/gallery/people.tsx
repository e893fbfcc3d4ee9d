import type { State, Trust, ValueTrust } from '../../../internal/wire/wire.ts'
import { Avatar, Badge, Country, Device, Hashtags, HubSpotBadge, Shield, ValueShield } from '../components/parts/person-parts.tsx'
import { names } from './samples.ts'
import { Each, Specimen } from './specimen.tsx'

const trusts: readonly Trust[] = ['anonymous', 'claimed', 'verified', 'acting']
const valueTrusts: readonly ValueTrust[] = ['claimed', 'verified', 'attested']
const states: readonly State[] = ['active', 'idle', 'away', 'left']
const id = (n: number) => 'v_0c4j8x6rm' + n.toString(32).padStart(4, '0')

export function People() {
  return (
    <>
      <Specimen of="Avatar" says="by name; the colour stays with the visitor">{() => (
        <>
          <Each of={Object.entries(names).map(([kind, name], i) => [kind, <Avatar id={id(i)} name={name} trust="verified" />])} />
          <Each of={states.map((state, i) => [state, <><Avatar id={id(i)} name={names.plain} trust="verified" state={state} /> <Avatar id={id(i)} name="" trust="anonymous" state={state} /></>])} />
          <Each of={[['large', <Avatar id={id(3)} name={names.plain} trust="verified" state="active" large />], ['large, nobody', <Avatar id={id(3)} name="" trust="anonymous" large />]]} />
          <p class="line line-wrap">{Array.from({ length: 24 }, (_, i) => <Avatar key={i} id={id(i * 37)} name="Ab" trust="claimed" />)}</p>
        </>
      )}</Specimen>
      <Specimen of="Shield" says="how sure we are of a person">{() => (
        <>
          <Each of={trusts.map(trust => [trust, <Shield trust={trust} name={names.plain} actor="Sam" />])} />
          <Each of={trusts.map(trust => [trust, <Shield trust={trust} name={names.plain} actor="Sam" worded />])} />
        </>
      )}</Specimen>
      <Specimen of="ValueShield" says="how sure we are of one value">{() => <Each of={valueTrusts.map(trust => [trust, <ValueShield trust={trust} />])} />}</Specimen>
      <Specimen of="Badge">{() => <Each of={['PAID_PLAN', 'NEW_PLAN', 'TRIAL_PLAN', 'VIP', names.unbroken].map(tag => [tag.slice(0, 10), <Badge tag={tag} />])} />}</Specimen>
      <Specimen of="HubSpotBadge">{() => <HubSpotBadge />}</Specimen>
      <Specimen of="Hashtags">{() => (
        <>
          <p class="line line-wrap"><Hashtags tags={['wholesale', '#gift', names.rtl, names.emoji, names.unbroken]} /></p>
          <p class="line"><Hashtags tags={['one', 'two', 'three', 'four']} most={2} /></p>
        </>
      )}</Specimen>
      <Specimen of="Names" says="as they stand in a line">{() => Object.values(names).map(name => (
        <p class="line" key={name}><Shield trust="claimed" name={name} /><b class="clip"><bdi>{name}</bdi></b><Badge tag="PAID_PLAN" /></p>
      ))}</Specimen>
      <Specimen of="Device">{() => devices.map(device => <p class="line" key={device.join()}><Device device={{ kind: device[0], browser: device[1], os: device[2] }} /></p>)}</Specimen>
      <Specimen of="Country">{() => (
        <>
          <p class="line line-wrap">{countries.map(code => <Country key={code} code={code} />)}</p>
          <Each of={['DE', 'CH', 'SA', 'BR', 'QQ'].map(code => [code, <Country code={code} named />])} />
        </>
      )}</Specimen>
    </>
  )
}

const devices: readonly [string, string, string][] = [
  ['desktop', 'Chrome 141', 'macOS'], ['desktop', 'Edge 141', 'Windows'], ['desktop', 'Firefox 144', 'Linux'], ['phone', 'Safari 26', 'iOS'],
  ['tablet', 'Safari 26', 'iPadOS'], ['phone', 'Samsung Browser 28', 'Android'], ['desktop', 'Opera 122', 'ChromeOS'], ['bot', 'Googlebot', ''], ['', '', ''],
]

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const named = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const none = 'AN BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV JT MI NH NQ NT PC PU PZ QO RH SU TP UK UN VD WK XA XB YD YU ZR ZZ'.split(' ') // or not any more
const countries = letters.flatMap(a => letters.map(b => a + b)).filter(code => named.of(code) && !none.includes(code))
