import type { ComponentChildren } from 'preact'

export interface SpecimenProps {
  of: string // the part's name, as the code has it
  says?: string
  children: () => ComponentChildren
}

/** One part, in light and in dark. */
export function Specimen({ of, says, children: draw }: SpecimenProps) {
  return (
    <section class="specimen" data-part={of}>
      <h3>{of} {says && <span class="sub">{says}</span>}</h3>
      <div class="specimen-light">{draw()}</div>
      <div class="specimen-dark">{draw()}</div>
    </section>
  )
}

/** Some of a kind in a row, each with what it is. */
export function Each({ of }: { of: readonly (readonly [name: string, drawn: ComponentChildren])[] }) {
  return <dl class="each">{of.map(([name, drawn]) => <div key={name}><dt class="sub">{name}</dt><dd>{drawn}</dd></div>)}</dl>
}
