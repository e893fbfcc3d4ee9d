// A project of a customer's: e2e/consumer with the npm package as `npm pack` gives it, and the workspace's React.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Project {
  folder: string
  tarball: string
  remove(): void
}

/** Packs the package and installs it, as a customer would. A copy is packed, so that two may do this at once. */
export function install(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'nametag-consumer-'))
  const widget = join(folder, 'widget')
  cpSync(join(root, 'widget'), widget, { recursive: true, filter: path => !path.endsWith('/widget/dist') })
  npm(widget, 'pack', '--pack-destination', folder)
  const tarball = join(folder, readdirSync(folder).find(name => name.endsWith('.tgz'))!)
  rmSync(widget, { recursive: true })
  cpSync(join(root, 'e2e/consumer'), folder, { recursive: true })
  npm(folder, 'install', tarball, '--offline', '--no-audit', '--no-fund')
  for (const library of ['react', 'react-dom', '@types']) symlinkSync(join(root, 'node_modules', library), join(folder, 'node_modules', library))
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const programs = join(root, 'node_modules/.bin')
export const tsc = join(programs, 'tsc')

function npm(cwd: string, ...args: string[]): void {
  const env = { ...process.env, PATH: programs + delimiter + process.env['PATH'] }
  execFileSync('npm', [...args, '--silent'], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
}
