import type { Shares } from '../../../../internal/wire/wire.ts'
import { arcs, percent, shareWords, total } from '../../words/proof.ts'

/** The share of each outcome as a ring, the verified ones in figures. */
export function Ring({ share }: { share: Shares }) {
  return (
    <div class="ring">
      <svg viewBox="0 0 120 120" role="img" aria-label={shareWords(share)}>
        {arcs(share).map(({ outcome, from, length }) => (
          <circle key={outcome} class={'part-' + outcome} cx="60" cy="60" r="51" pathLength={100} stroke-dasharray={`${length} ${100 - length}`} stroke-dashoffset={-from} />
        ))}
      </svg>
      <p aria-hidden="true"><b>{percent(share.verified, total(share))}</b>verified</p>
    </div>
  )
}

/** The same as a thin line, for one of many. */
export function Bar({ share }: { share: Shares }) {
  return (
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={shareWords(share)} data-tip={shareWords(share)}>
      {arcs(share).map(({ outcome, from, length }) => <rect key={outcome} class={'part-' + outcome} x={from} width={length} height="6" rx="1" />)}
    </svg>
  )
}
