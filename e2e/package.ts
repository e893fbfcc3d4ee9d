import { join } from 'node:path'
import { buildSync, type BuildOptions } from 'esbuild'
import type { Page } from '@playwright/test'
import type { ApiError, Nametag } from '../widget/npm/index.ts'
import { install } from '../widget/test/pack.ts'
import type { Strangers } from './strangers.ts'

declare global { interface Window { npm: { nametag: Nametag } } }

/** Serves a customer's app (consumer.js), and the package by itself as `npm` (npm.js), folded from what `npm pack` gives. */
export function servePackage(strangers: Strangers): void {
  const project = install()
  const fold = (options: BuildOptions): string => buildSync({
    absWorkingDir: project.folder, bundle: true, write: false, format: 'iife', logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"development"' }, // in which StrictMode runs every effect twice
    ...options,
  }).outputFiles![0]!.text
  try {
    strangers.add('consumer.js', fold({ entryPoints: [join(project.folder, 'main.tsx')], jsx: 'automatic' }))
    strangers.add('npm.js', fold({ stdin: { contents: `export * from 'nametag'`, resolveDir: project.folder }, globalName: 'npm' }))
  } finally {
    project.remove()
  }
}

export type Settled = { ok: unknown; error?: undefined } | { ok?: undefined; error: ApiError }
type Call = [name: keyof Nametag, ...args: unknown[]]

/** Makes these calls of the package at once; gives what each comes to. */
export async function callAll(page: Page, ...calls: Call[]): Promise<Settled[]> {
  return page.evaluate(calls => {
    const { nametag } = window.npm as never as { nametag: { [name: string]: (...args: unknown[]) => Promise<unknown> } }
    return Promise.all(calls.map(([name, ...args]) => nametag[name]!(...args).then(ok => ({ ok }), error => ({ error }))))
  }, calls) as Promise<Settled[]>
}

/** Makes a call of the package, and doesn't listen. */
export async function call(page: Page, ...[name, ...args]: Call): Promise<void> {
  await page.evaluate(([name, args]) => {
    void (window.npm.nametag[name as never] as (...args: unknown[]) => unknown)(...args as unknown[])
  }, [name, args] as const)
}
