import { readFileSync } from 'node:fs'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'

const types: { [ext: string]: string } = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' }

const snippet = (name: string) => readFileSync(new URL('../static/snippets/' + name, import.meta.url), 'utf8').trim()

// What the pages' own servers send with them. {{nametag}} is where the widget comes from, {{nonce}} is on the page's inline scripts.
const strict = `default-src 'none'; script-src 'self' {{nametag}}; connect-src {{nametag}} {{socket}}`
const policies: { [page: string]: string } = {
  'strict.html': strict,
  'stub.html': strict,
  'nonce.html': `default-src 'none'; script-src 'self' 'nonce-r4nd0m'; connect-src {{nametag}} {{socket}}`,
  'trusted.html': `require-trusted-types-for 'script'; trusted-types`,
  'nosocket.html': `script-src 'unsafe-inline' {{nametag}}; connect-src {{nametag}}`,
  'stub-nonce.html': `default-src 'none'; script-src 'nonce-{{nonce}}' {{nametag}}; connect-src {{nametag}} {{socket}}; `
    + `require-trusted-types-for 'script'; trusted-types 'none'`,
  'dynamic.html': `default-src 'none'; script-src 'nonce-{{nonce}}' 'strict-dynamic'; connect-src {{nametag}} {{socket}}`,
}

/** The lines that are pasted into pages: {{stub}} and {{arrival}}. */
export const stub = snippet('stub.js')
const arrival = snippet('arrival.js')

/** A web server of somebody else's, on another origin, with the pages of pages/ and what was added: /SITE/page.html. */
export class Strangers {
  origin = ''
  private readonly nametags = new Map<string, string>()
  private readonly added = new Map<string, string>()
  private readonly server: HttpServer = createServer((asked, answer) => {
    const [, site = '', name = ''] = new URL(asked.url ?? '', 'http://any').pathname.split('/')
    const nametag = this.nametags.get(site)
    const text = nametag && (this.added.get(name) ?? page(name))
    if (!text) return void answer.writeHead(404).end()
    const fill = (template: string) => template.replaceAll('{{site}}', site).replaceAll('{{nametag}}', nametag)
      .replaceAll('{{socket}}', nametag.replace('http', 'ws')).replaceAll('{{nonce}}', 'cjRuZDBt')
      .replaceAll('{{stub}}', () => stub).replaceAll('{{arrival}}', () => arrival)
    const policy = policies[name]
    answer.writeHead(200, {
      'Content-Type': types[extname(name)],
      ...(policy && { 'Content-Security-Policy': fill(policy) }),
    }).end(fill(text))
  })

  /** Opens at another host name than the server's: for a browser these are two different sites. */
  static async open(host = 'localhost'): Promise<Strangers> {
    const strangers = new Strangers()
    await new Promise<void>(resolve => strangers.server.listen(0, '127.0.0.1', resolve))
    strangers.origin = `http://${host}:${(strangers.server.address() as AddressInfo).port}`
    return strangers
  }

  /** The pages of a site load the widget from here. Returns the folder of their addresses. */
  host(site: string, nametag: string): string {
    this.nametags.set(site, nametag)
    return `${this.origin}/${site}/`
  }

  /** Serves a file that a test has made. It stays for the tests behind it, so it takes no place of a file of pages/. */
  add(name: string, text: string): void {
    if (page(name)) throw new Error(`pages/${name} is there already`)
    this.added.set(name, text)
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise(resolve => this.server.close(resolve))
  }
}

function page(name: string): string | undefined {
  if (!/^[\w-]+\.(html|js)$/.test(name)) return undefined
  try {
    return readFileSync(new URL('pages/' + name, import.meta.url), 'utf8')
  } catch {
    return undefined
  }
}
