import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { transformSync } from 'esbuild'
import './facts.ts'
import { put } from '../npm/queue.ts'
import { calls } from '../src/calls.ts'
import type { Host } from '../src/main.ts'
import { install, tsc } from './pack.ts'
import type { Project } from './pack.ts'

// The npm package as a customer gets it (spec widget §1).

let project: Project
before(() => { project = install() })
after(() => project.remove())

const run = (program: string, ...args: string[]) => {
  try {
    return execFileSync(program, args, { cwd: project.folder, encoding: 'utf8', timeout: 120_000 })
  } catch (error) {
    const { stdout, stderr, signal } = error as { stdout: string; stderr: string; signal: string | null }
    return assert.fail(`${program} ${args.join(' ')}: ${signal ?? ''}\n${stdout}${stderr}`)
  }
}

test('the tarball holds modules, types, README and licence, and nothing else', () => {
  assert.deepEqual(run('tar', '-tzf', project.tarball).trim().split('\n').sort(), [
    'package/LICENSE', 'package/README.md',
    'package/dist/call.js', 'package/dist/index.d.ts', 'package/dist/index.js', 'package/dist/queue.js', 'package/dist/script.js', 'package/dist/types.d.ts',
    'package/package.json',
  ])
})

test('the licence is that of the whole', () => {
  assert.equal(readFileSync(join(project.folder, 'node_modules/nametag/LICENSE'), 'utf8'), readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8'))
})

for (const [module, moduleResolution] of [['esnext', 'bundler'], ['nodenext', 'nodenext']] as const) {
  test(`a strict project compiles against it as a ${moduleResolution} resolves it`, () => {
    run(tsc, '-p', '.', '--module', module, '--moduleResolution', moduleResolution)
  })
}

test('a server renders an app that uses it: nothing is left in the global scope, and nothing goes on', () => {
  const { code } = transformSync(readFileSync(join(project.folder, 'Account.tsx'), 'utf8'), { loader: 'tsx', jsx: 'automatic' })
  writeFileSync(join(project.folder, 'Account.mjs'), code)
  const { html, globals, resources, outcomes } = JSON.parse(run(process.execPath, 'render.mjs'))
  assert.match(html, /Jane Doe.*anonymous/)
  assert.deepEqual({ globals, resources }, { globals: [], resources: [] })
  assert.deepEqual(Object.keys(outcomes).sort(), Object.keys(calls).sort(), 'the calls of the package are those of the widget, and the one that its links make')
  const { init, ...others } = outcomes
  assert.equal(init, 'resolved')
  assert.deepEqual(new Set(Object.values(others)), new Set(['no_browser']))
})

test('what a page took of the package before the widget came calls the widget from then on', async () => {
  const waits = new Promise((ok, no) => put([['status'], ok, no]))
  const early = (window as Host).Nametag!
  void early('identify', 'x'.repeat(20_000)) // it is too large, and nobody hears that
  Object.assign(location, { hostname: 'shop.example' })
  Object.assign(globalThis, { setInterval() {} })
  await import('../src/main.ts')
  assert.notEqual((window as Host).Nametag, early)
  const status = { loaded: false, connected: false, waiting: 0 }
  assert.deepEqual(await waits, status)
  assert.deepEqual(await early('status'), status)
})
