import type { Server } from '../server.ts'

/** A server's power supply, which several can cut: the server runs while nobody does. */
export class Power {
  private readonly server: Server
  private cuts = 0
  private isOn = true
  private turn: Promise<void> = Promise.resolve()

  constructor(server: Server) { this.server = server }

  cut(): Promise<void> {
    this.cuts++
    return this.follow()
  }

  restore(): Promise<void> {
    this.cuts--
    return this.follow()
  }

  private follow(): Promise<void> {
    return this.turn = this.turn.then(async () => {
      const should = this.cuts === 0
      if (should === this.isOn) return
      this.isOn = should
      await (should ? this.server.restart() : this.server.kill())
    })
  }
}
