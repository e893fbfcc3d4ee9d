/** Chance that comes out the same for the same seed (mulberry32), so that a story can be told again. */
export class Dice {
  private state: number

  constructor(...seed: number[]) {
    this.state = seed.reduce((sum, n) => Math.imul(sum ^ n, 0x9e3779b1) + 0x6d2b79f5, 1)
  }

  /** From 0 up to, but not including, sides. */
  roll(sides: number): number { return Math.floor(this.next() * sides) }

  chance(percent: number): boolean { return this.next() * 100 < percent }

  pick<T>(of: readonly T[]): T { return of[this.roll(of.length)]! }

  /** One of the names, each as often as its weight says. */
  weigh<T extends string>(weights: { [name in T]?: number }): T {
    const names = Object.keys(weights) as T[]
    let at = this.next() * names.reduce((sum, name) => sum + weights[name]!, 0)
    return names.find(name => (at -= weights[name]!) < 0) ?? names.at(-1)!
  }

  private next(): number {
    this.state = this.state + 0x6d2b79f5 | 0
    let t = Math.imul(this.state ^ this.state >>> 15, 1 | this.state)
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t
    return ((t ^ t >>> 14) >>> 0) / 2 ** 32
  }
}
