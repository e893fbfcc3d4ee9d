/** A card that is still on its way. */
export function Blank() {
  return <div class="card" role="status" aria-label="Loading"><span class="blank blank-title" /><span class="blank blank-line" /><span class="blank blank-line" /></div>
}
