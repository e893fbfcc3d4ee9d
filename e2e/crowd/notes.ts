import { quantile, type Figure } from './figures.ts'

/** Collects figures, one value a repetition, in the order in which they came first. */
export class Notes {
  readonly figures: Figure[] = []
  private readonly gathered = new Map<string, number[]>()

  /** null is nothing measured: then the figure stands there without a value. */
  add(what: string, unit: string, value: number | null, want?: Figure['want']): void {
    let figure = this.figures.find(each => each.what === what)
    if (!figure) this.figures.push(figure = { what, unit, all: [], ...(want && { want }) })
    if (value !== null && !Number.isNaN(value)) figure.all.push(value)
  }

  /** Single observations, of which some repetitions have few: their percentiles are those of all repetitions together. */
  gather(what: string, values: readonly number[]): void {
    this.gathered.set(what, [...this.gathered.get(what) ?? [], ...values])
  }

  /** Makes figures of what was gathered. */
  settle(unit: string, want: { most: number }): void {
    for (const [what, values] of this.gathered) {
      this.add(`${what}, p50 of ${values.length}`, unit, quantile(values, 0.5))
      this.add(`${what}, p95 of ${values.length}`, unit, quantile(values, 0.95), want)
    }
  }

  of(what: string): number[] { return this.figures.find(figure => figure.what === what)?.all ?? [] }
}
