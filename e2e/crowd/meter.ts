import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'

/** Stands between a browser and a server, and counts what the server sends: as compressed as it is on the wire. */
export class Meter {
  bytes = 0
  private readonly server: Server
  private readonly open = new Set<Socket>()

  private constructor(to: URL) {
    this.server = createServer(near => {
      const far = connect(Number(to.port), to.hostname)
      far.on('data', data => { this.bytes += data.length })
      for (const [socket, other] of [[near, far], [far, near]] as const) {
        this.open.add(socket)
        socket.setNoDelay()
        socket.on('error', () => other.destroy())
        socket.on('close', () => this.open.delete(socket))
        socket.pipe(other)
      }
    })
  }

  static async before(url: string): Promise<Meter> {
    const meter = new Meter(new URL(url))
    await new Promise<void>(ok => meter.server.listen(0, '127.0.0.1', ok))
    return meter
  }

  get url(): string { return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` }

  close(): void {
    this.server.close()
    for (const socket of this.open) socket.destroy()
  }
}
