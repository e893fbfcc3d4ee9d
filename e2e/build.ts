import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkLeaks } from './leaks.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const bundles = ['static/dist/nametag.js', 'static/dist/panel/index.html']

/** Builds the program once for the whole run; returns what looks for secrets that leaked, and takes it all away again. */
export default function build(): () => void {
  for (const bundle of bundles) {
    if (!existsSync(join(root, bundle))) throw new Error(`${bundle} is missing: run "make bundle" first`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'nametag-e2e-'))
  const run = join(folder, 'run')
  mkdirSync(run)
  process.env['E2E_PROGRAM'] = compile(folder)
  process.env['E2E_RUN'] = run
  foldGallery()
  return () => {
    try {
      console.log(checkLeaks(run))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Compiles the program into a folder and returns its path. */
export function compile(folder: string): string {
  const program = join(folder, 'nametag')
  try {
    execFileSync('go', ['build', '-o', program, './server'], { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] })
  } catch (thrown) {
    const said = (thrown as { stderr?: Buffer }).stderr?.toString() ?? ''
    throw new Error(`the program doesn't build, so there is nothing to test:\n${said || String(thrown)}`)
  }
  return program
}

/** Builds the gallery, which dist doesn't hold, and `serve --dev` shows. */
export function foldGallery(): void {
  execFileSync('go', ['run', './internal/bundle/build', '-gallery'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
}
