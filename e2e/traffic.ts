import type { Page } from '@playwright/test'

/** Bytes as they went over the wire, headers included; what TCP and TLS add is not among them. */
export interface Bytes { up: number; down: number }
export interface Request extends Bytes { name: string } // such as "POST /v1/commands"

interface Handshake { requestId: string; response: { headersText?: string; requestHeadersText?: string } }
interface Frame { requestId: string; response: { payloadData: string } }

const maskBytes = 4

/** Counts what a page says to a server, and what it hears from there. */
export class Traffic {
  private readonly requests = new Map<string, Request>()
  private greeted: () => void = () => {}
  private readonly host: string

  private constructor(host: string) { this.host = host }

  static async of(page: Page, server: { host: string }): Promise<Traffic> {
    const traffic = new Traffic(server.host)
    const cdp = await page.context().newCDPSession(page)
    cdp.on('Network.requestWillBeSent', ({ requestId, request }) => traffic.begin(requestId, request.method, request.url))
    cdp.on('Network.requestServedFromCache', ({ requestId }) => void traffic.requests.delete(requestId))
    cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => traffic.count(requestId, headerBytes(headers), 0))
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => traffic.count(requestId, 0, encodedDataLength))
    cdp.on('Network.webSocketCreated', ({ requestId, url }) => traffic.begin(requestId, 'SOCKET', url))
    cdp.on('Network.webSocketHandshakeResponseReceived', ({ requestId, response }: Handshake) => {
      traffic.count(requestId, response.requestHeadersText!.length, response.headersText!.length)
    })
    cdp.on('Network.webSocketFrameSent', ({ requestId, response }: Frame) => {
      traffic.count(requestId, frameBytes(response.payloadData) + maskBytes, 0)
    })
    cdp.on('Network.webSocketFrameReceived', ({ requestId, response }: Frame) => {
      traffic.count(requestId, 0, frameBytes(response.payloadData))
      traffic.greeted()
    })
    await cdp.send('Network.enable')
    return traffic
  }

  /** Opens a page and returns what goes until the server has greeted its socket and all is quiet. */
  async start(page: Page, url: string): Promise<Request[]> {
    this.requests.clear()
    const greeted = new Promise<void>(ok => { this.greeted = ok })
    await page.goto(url)
    await greeted
    await page.waitForLoadState('networkidle')
    return [...this.requests.values()].filter(r => r.name)
  }

  private begin(id: string, method: string, address: string): void {
    const url = new URL(address)
    if (url.host === this.host) this.request(id).name = `${method} ${url.pathname}`
    if (method !== 'SOCKET') this.count(id, `${method} ${url.pathname}${url.search} HTTP/1.1\r\n`.length, 0) // a handshake's text has its own
  }

  private count(id: string, up: number, down: number): void {
    const request = this.request(id)
    request.up += up
    request.down += down
  }

  /** Its events come in any order: whichever is the first makes it. */
  private request(id: string): Request {
    const request = this.requests.get(id) ?? { name: '', up: 0, down: 0 }
    this.requests.set(id, request)
    return request
  }
}

/** What a request's headers take, with the body that they announce. */
function headerBytes(headers: { [name: string]: string }): number {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return lines.join('').length + '\r\n'.length + Number(headers['Content-Length'] ?? 0)
}

/** RFC 6455 §5.2, without a mask. */
function frameBytes(payload: string): number {
  const bytes = Buffer.byteLength(payload)
  return bytes + (bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10)
}

export const total = (requests: Request[]): Bytes => ({
  up: requests.reduce((sum, r) => sum + r.up, 0),
  down: requests.reduce((sum, r) => sum + r.down, 0),
})
