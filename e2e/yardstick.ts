import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync } from 'node:zlib'

/** Serves another script in nametag.js's place, compressed as that is. */
export class Yardstick {
  url = ''
  private readonly server: Server

  private constructor(script: string) {
    const body = brotliCompressSync(script)
    const headers = { 'Content-Type': 'text/javascript; charset=utf-8', 'Content-Encoding': 'br', 'Cache-Control': 'public, max-age=300' }
    this.server = createServer((_, answer) => answer.writeHead(200, headers).end(body))
  }

  /** A script that does nothing, of as many bytes. */
  static empty(bytes: number): Promise<Yardstick> { return new Yardstick(`/*${' '.repeat(bytes - 4)}*/`).open() }

  /** pages/yardstick.js, which starts at the same server. */
  static bare(nametag: { url: string }): Promise<Yardstick> {
    const script = readFileSync(new URL('pages/yardstick.js', import.meta.url), 'utf8')
    return new Yardstick(script.replaceAll('{{nametag}}', nametag.url)).open()
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise(ok => this.server.close(ok))
  }

  private async open(): Promise<this> {
    await new Promise<void>(ok => this.server.listen(0, '127.0.0.1', ok))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    return this
  }
}
