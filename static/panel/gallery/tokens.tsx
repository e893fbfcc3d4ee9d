import { Specimen } from './specimen.tsx'

// Read from the styles themselves, so that none is missing here.
const names = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  .filter(rule => rule instanceof CSSStyleRule && rule.selectorText === ':root')
  .flatMap(rule => [...(rule as CSSStyleRule).style]).filter(name => name.startsWith('--'))

const among = (...beginnings: string[]) => names.filter(name => beginnings.some(beginning => name.startsWith(beginning)))
const [spaces, radii, sizes, shadows] = [among('--space'), among('--radius', '--round'), among('--size'), among('--shadow')]
const fonts = among('--font', '--mono')
const colours = names.filter(name => ![spaces, radii, sizes, shadows, fonts, among('--calm')].flat().includes(name))

export function Tokens() {
  return (
    <>
      <Specimen of="Colours">{() => <Swatches names={colours} looks={name => ({ background: `var(${name})` })} />}</Specimen>
      <Specimen of="Text" says="on each ground that it stands on">{() => (
        <div class="grounds">{grounds.map(ground => (
          <p key={ground} style={{ background: `var(--${ground})` }}><b>{ground}</b> {inks.map(ink => <span key={ink} style={{ color: `var(--${ink})` }}>{ink} </span>)}</p>
        ))}{tones.map(tone => (
          <p key={tone} style={{ background: `var(--${tone}-soft)`, color: `var(--${tone})` }}><b>{tone}</b> on {tone}-soft</p>
        ))}</div>
      )}</Specimen>
      <Specimen of="Sizes">{() => sizes.map(name => <p key={name} style={{ fontSize: `var(${name})` }}>{name.slice(2)}: Who is on my site?</p>)}</Specimen>
      <Specimen of="Fonts">{() => fonts.map(name => <p key={name} style={{ fontFamily: `var(${name})` }}>{name.slice(2)}: Jane 0123456789 v_0c4j8x6rm</p>)}</Specimen>
      <Specimen of="Spaces">{() => <Swatches names={spaces} looks={name => ({ width: `var(${name})`, background: 'var(--accent)' })} />}</Specimen>
      <Specimen of="Radii">{() => <Swatches names={radii} looks={name => ({ borderRadius: `var(${name})`, background: 'var(--accent-soft)' })} />}</Specimen>
      <Specimen of="Shadows">{() => <Swatches names={shadows} looks={name => ({ boxShadow: `var(${name})`, background: 'var(--raised)' })} />}</Specimen>
    </>
  )
}

const grounds = ['ground', 'paper', 'raised', 'sunken', 'hover', 'accent-soft']
const inks = ['text', 'text-soft', 'accent', 'accent-strong']
const tones = ['good', 'care', 'bad', 'odd']

function Swatches({ names, looks }: { names: readonly string[]; looks(name: string): Record<string, string> }) {
  return <ul class="swatches">{names.map(name => <li key={name}><span style={looks(name)} /><code>{name.slice(2)}</code></li>)}</ul>
}
