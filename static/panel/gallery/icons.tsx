import type { FunctionComponent } from 'preact'
import * as all from '../components/parts/icons.tsx'
import { Each, Specimen } from './specimen.tsx'

const { Icon: _, ...icons } = all

export function Icons() {
  return (
    <Specimen of="icons" says="24 × 24, one stroke, in the colour of the text">{() => (
      <Each of={Object.entries(icons).map(([name, Drawn]: [string, FunctionComponent]) => [name, <span class="icon-large"><Drawn /></span>])} />
    )}</Specimen>
  )
}
