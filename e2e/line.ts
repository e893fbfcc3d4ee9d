import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Batch, Command, Said } from '../internal/wire/wire.ts'
import { noteAnswer, noteSent } from './secrets.ts'

/** One request as it went over the line. */
export interface Passed { method: string; path: string; body: string; headers: IncomingHttpHeaders }

/**
 * The network between browsers and the real server: everything passes unchanged, can be counted, and the line can be
 * slow, cut, or lose an answer on its way back.
 */
export class Line {
  readonly passed: Passed[] = []
  url = ''
  /** Hears of each post that has to wait, and what became of each. */
  onPost: (what: string) => void = () => {}
  private readonly target: URL
  private readonly server: HttpServer
  private readonly sockets = new Set<Duplex>()
  private waiting: (() => void)[] | undefined
  private isCut = false
  private isStalled = false
  private answersToLose = 0
  private refused: string[] = []

  private constructor(target: string) {
    this.target = new URL(target)
    this.server = createServer((asked, answer) => void this.pass(asked, answer))
    this.server.on('upgrade', (asked: IncomingMessage, socket: Socket, head: Buffer) => this.upgrade(asked, socket, head))
    this.server.on('connection', socket => this.isCut ? socket.destroy() : this.keep(socket))
  }

  static async to(target: { url: string }): Promise<Line> {
    const line = new Line(target.url)
    await new Promise<void>(resolve => line.server.listen(0, '127.0.0.1', resolve))
    line.url = `http://127.0.0.1:${(line.server.address() as AddressInfo).port}`
    return line
  }

  /** Posts wait, until [release]. Nothing is lost. */
  hold(): void { this.waiting ??= [] }

  /** Lets them go in the order in which they came, or backwards: a network promises none. */
  release({ backwards = false } = {}): void {
    const waiting = this.waiting ?? []
    this.waiting = undefined
    for (const go of backwards ? waiting.reverse() : waiting) go()
  }

  /** How many posts wait. */
  get held(): number { return this.waiting?.length ?? 0 }

  /** How many posts haven't come to anything yet. */
  underway = 0

  /** What is open breaks, and nothing gets through, until [mend]. */
  cut(): void {
    this.isCut = true
    for (const socket of this.sockets) socket.destroy()
  }

  mend(): void {
    this.isCut = this.isStalled = false
    this.refused = []
  }

  /** What asks for one of these paths, or what is below them, breaks, until [mend]; it counts as passed. */
  refuse(...paths: string[]): void { this.refused = paths }

  /** What is open stays so, and nothing gets through any more, in either direction. */
  stall(): void { this.isStalled = true }

  /** The server does what the next post says, and its answer is lost. */
  loseAnswer(): void { this.answersToLose++ }

  requests(method: string, path: string): Passed[] {
    return this.passed.filter(p => p.method === method && p.path.split('?')[0] === path)
  }

  batches(): Batch[] { return this.requests('POST', '/v1/commands').map(p => JSON.parse(p.body) as Batch) }

  /** Every command that went over the line, once for each time it was sent. */
  commands(): (Command | Said)[] { return this.batches().flatMap(batch => batch.commands ?? []) }

  async close(): Promise<void> {
    this.release()
    this.cut()
    await new Promise(resolve => this.server.close(resolve))
  }

  private isRefused(path: string): boolean { return this.refused.some(refused => path.startsWith(refused)) }

  private keep(socket: Duplex): void {
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url = '' } = asked
    const body = await read(asked)
    this.passed.push({ method, path: url, body: body.toString(), headers: asked.headers })
    noteSent(body.toString())
    if (this.isRefused(url)) return void asked.socket.destroy()
    if (method === 'POST') this.underway++
    const tell = (what: string) => method === 'POST' && this.onPost(`${url} ${body} → ${what}`)
    if (method === 'POST' && this.waiting) {
      tell('held')
      await new Promise<void>(go => this.waiting!.push(go))
    }
    const onward = request({ host: this.target.hostname, port: this.target.port, method, path: url, headers: asked.headers }, said => {
      void this.passBack(said, answer, method).then(tell).finally(() => method === 'POST' && this.underway--)
    })
    onward.on('error', () => {
      if (method === 'POST') this.underway--
      tell('no server')
      answer.destroy()
    })
    onward.end(body)
  }

  /** Says what became of it. */
  private async passBack(said: IncomingMessage, answer: ServerResponse, method: string): Promise<string> {
    const body = await read(said)
    if (method === 'POST' || (said.statusCode ?? 0) >= 400) noteAnswer(said.statusCode ?? 0, body.toString())
    if (method === 'POST' && this.answersToLose > 0) {
      this.answersToLose--
      answer.destroy()
      return `lost: ${body}`
    }
    answer.writeHead(said.statusCode ?? 502, said.headers)
    answer.end(body)
    return `${answer.destroyed ? 'to nobody' : said.statusCode}: ${body}`
  }

  private upgrade(asked: IncomingMessage, socket: Socket, head: Buffer): void {
    this.passed.push({ method: 'SOCKET', path: asked.url ?? '', body: '', headers: asked.headers })
    if (this.isRefused(asked.url ?? '')) return void socket.destroy()
    const onward = connect(Number(this.target.port), this.target.hostname, () => {
      const lines = [`${asked.method} ${asked.url} HTTP/1.1`]
      for (let i = 0; i < asked.rawHeaders.length; i += 2) lines.push(`${asked.rawHeaders[i]}: ${asked.rawHeaders[i + 1]}`)
      onward.write(lines.join('\r\n') + '\r\n\r\n')
      onward.write(head)
    })
    const relay = (from: Duplex, to: Duplex) => from.on('data', bytes => this.isStalled || to.write(bytes)).on('end', () => to.end())
    relay(onward, socket)
    relay(socket, onward)
    this.keep(onward)
    onward.on('close', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  }
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  try {
    for await (const part of stream) parts.push(part as Buffer)
  } catch { /* a browser or a server that went away: what came is what there is */ }
  return Buffer.concat(parts)
}
