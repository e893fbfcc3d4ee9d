import './facts.ts'
import assert from 'node:assert/strict'
import { register } from 'node:module'
import { after, beforeEach, test } from 'node:test'
import { explain } from '../src/debug-mode.ts'
import type { Host } from '../src/main.ts'
import { end } from '../src/life.ts'

// Where a page has its calls explained: what its script tag makes of that. debug.test.ts has what is said.

const debugFile: string = 'https://n.example/nametag-debug.1f2e3d4c.js'
let explained = 0
Object.assign(globalThis, { explain: () => explained++, setInterval() {} })
register('data:text/javascript,' + encodeURIComponent(`
  export const resolve = (file, context, next) => next(file === '${debugFile}' ? 'data:text/javascript,export const { explain } = globalThis' : file, context)`))

/** The page's script tag runs, and a call is answered. */
const load = async (hostname: string, dataset: object) => {
  delete (window as Host).Nametag
  Object.assign(location, { hostname })
  Object.assign(document, { currentScript: { src: 'https://n.example/nametag.js', dataset: { autoload: 'false', ...dataset } } })
  await import(`../src/main.ts?${Math.random()}`)
  explain({ call: 'identify' }, {})
  await import(debugFile) // if it was asked for before, it is there by now
  await new Promise(resolve => setImmediate(resolve))
}

beforeEach(() => { explained = 0 })
after(end)

const pages: [hostname: string, dataset: object, explains: boolean][] = [
  ['localhost', {}, true], ['127.0.0.1', {}, true], ['127.8.9.10', {}, true],
  ['shop.example', {}, false], ['localhost.example', {}, false], ['my.localhost', {}, false], ['127-shop.example', {}, false], ['1127.example', {}, false],
  ['shop.example', { debug: '' }, true], ['shop.example', { debug: 'true' }, true],
  ['shop.example', { debug: 'false' }, false], ['localhost', { debug: 'false' }, false],
]
for (const [hostname, dataset, explains] of pages) {
  test(`calls on ${hostname} ${JSON.stringify(dataset)} ${explains ? 'are' : 'aren’t'} explained`, async () => {
    await load(hostname, dataset)
    assert.equal(explained, Number(explains))
  })
}
