const nearlyFull = 0.85

/** How much of their room the site's own keys take. */
export function Meter({ used, limit }: { used: number; limit: number }) {
  const says = `${used.toLocaleString('en')} of ${limit.toLocaleString('en')} bytes`
  return (
    <span class={'meter' + (used > limit ? ' meter-over' : '')} data-tip="All custom data of one contact together, as JSON">
      <meter min={0} max={limit} high={limit * nearlyFull} value={used} aria-label={says} />
      <span class="sub">{says}</span>
    </span>
  )
}
