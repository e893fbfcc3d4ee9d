import type { Counts, Trend } from '../../../../internal/wire/wire.ts'
import { hasWord, toggleWord } from '../../words/search.ts'
import { course, courseWords, curve, verifiedShare } from '../../words/trend.ts'

export interface GlanceProps { counts: Counts; trend: Trend | null; q: string; lookFor(q: string): void }

/** How many are here and how sure that is, lately and now; each standing is a filter. */
export function Glance({ counts, trend, q, lookFor }: GlanceProps) {
  const shown = chips(counts).filter(chip => chip.count > 0 || hasWord(q, chip.word))
  return (
    <div class="glance-bar">
      <Course counts={counts} trend={trend} />
      <TrustRing counts={counts} />
      <div class="chips" role="group" aria-label="Filter by trust">
        {shown.map(({ word, label, trust, count }) => (
          <button key={word} class={'chip chip-' + trust} type="button" aria-pressed={hasWord(q, word)} onClick={() => lookFor(toggleWord(q, word))}>
            <span class="chip-dot" aria-hidden="true" /><b>{count.toLocaleString('en')}</b> {label}
          </button>
        ))}
      </div>
    </div>
  )
}

function chips(counts: Counts) {
  const { online, claimed, verified, acting, bots } = counts
  return [
    { word: 'is:verified', label: 'verified', trust: 'verified', count: verified },
    { word: 'is:claimed', label: 'claimed', trust: 'claimed', count: claimed },
    { word: 'is:acting', label: 'acting', trust: 'acting', count: acting },
    { word: 'is:anonymous', label: 'anonymous', trust: 'anonymous', count: online - claimed - verified - acting },
    { word: 'is:bot', label: bots === 1 ? 'bot' : 'bots', trust: 'bot', count: bots },
  ]
}

const [width, height] = [120, 28]

/** The last hour as a curve: who was here, and below, who of them was proven. */
function Course({ counts, trend }: { counts: Counts; trend: Trend | null }) {
  const lately = course(trend, counts)
  const most = Math.max(4, 1.25 * Math.max(...lately.online)) // a steady few is no wall
  const line = curve(lately.online, most, width, height)
  return (
    <p class="course">
      <span class="count count-online"><b>{counts.online.toLocaleString('en')}</b> here now</span>
      <svg class="sparkline" viewBox={`0 -2 ${width} ${height + 4}`} preserveAspectRatio="none" role="img" aria-label={courseWords(lately)} data-tip={courseWords(lately)}>
        <path class="sparkline-ground" d={`${line}V${height}H0Z`} />
        <path class="sparkline-line" d={line} />
        <path class="sparkline-verified" d={curve(lately.verified, most, width, height)} />
      </svg>
    </p>
  )
}

/** The share of each standing as a ring, the verified one in figures. */
function TrustRing({ counts }: { counts: Counts }) {
  const { online, claimed, verified, acting } = counts
  const share = verifiedShare(counts)
  const parts = [['verified', verified], ['acting', acting], ['claimed', claimed]] as const
  let from = 0
  return (
    <div class="trust-ring" data-tip={`${share} % of those here now are verified`}>
      <svg viewBox="0 0 36 36" role="img" aria-label={`${share} % of those here now are verified`}>
        <circle class="trust-anonymous" cx="18" cy="18" r="15" />
        {online > 0 && parts.map(([trust, count]) => {
          const [start, length] = [from, 100 * count / online]
          from += length
          return length > 0 && <circle key={trust} class={'trust-' + trust} cx="18" cy="18" r="15" pathLength={100} stroke-dasharray={`${length} ${100 - length}`} stroke-dashoffset={-start} />
        })}
      </svg>
      <span aria-hidden="true">{share} %<span class="trust-word"> verified</span></span>
    </div>
  )
}
