import { Bar, Ring } from '../components/parts/ring.tsx'
import { Each, Specimen } from './specimen.tsx'

const shares = {
  mixed: { verified: 840, claimed: 120, failed: 40 }, all: { verified: 12, claimed: 0, failed: 0 },
  none: { verified: 0, claimed: 7, failed: 3 }, nothing: { verified: 0, claimed: 0, failed: 0 }, trace: { verified: 9999, claimed: 1, failed: 0 },
}

export function Shares() {
  return (
    <>
      <Specimen of="Ring">{() => <Each of={Object.entries(shares).map(([name, share]) => [name, <Ring share={share} />])} />}</Specimen>
      <Specimen of="Bar">{() => <Each of={Object.entries(shares).map(([name, share]) => [name, <span class="bar-box"><Bar share={share} /></span>])} />}</Specimen>
    </>
  )
}
