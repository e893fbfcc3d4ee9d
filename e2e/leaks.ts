import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Noted } from './secrets.ts'

// Nothing that a run used and that is secret may be found in what its servers logged or answered as errors (spec security §6).

interface Secret { kind: string; value: string }

// What is secret whoever used it. Keys that were made up for a test are told from real ones by nothing, and count too.
const patterns: { [kind: string]: RegExp } = {
  'a visitor token': /vt_[\w.-]{4,}/g,
  'a signing secret': /nt_sk_[\w-]{4,}/g,
  'an API key': /nt_ak_[\w-]{4,}/g,
  'a token': /eyJ[\w-]{8,}/g,
  'a hash': /\b[0-9a-fA-F]{64}\b/g,
  'an email': /[^\s"'=<>]+@[^\s"'=<>]+/g,
}
const carried = { 'an identity on its way to another domain': /(nametag|convot)_identity/g, 'a token': patterns['a token']! }
const { 'an email': _, ...credentials } = patterns

// The link that makes the first account is printed for the operator, this once, and not logged.
const setupLink = /^ +http\S+\/panel\/setup#\S+$/gm

// The catalogue's own example of an email is nobody's.
const example = /, like jane@example\.com\./g

/** What is where it must not be: each as the kind, the file and the line, in which stars stand for what is secret. */
export function leaksIn(folder: string): string[] {
  const secrets = secretsOf(folder)
  const printed = readdirSync(folder).filter(name => name.startsWith('printed-'))
  const found = [
    ...printed.flatMap(name => leaks(name, readFileSync(join(folder, name), 'utf8').replace(setupLink, ''), patterns, secrets)),
    ...leaks('error answers', lines(folder, 'answers').join('\n').replace(example, ''), patterns, secrets),
    ...leaks('pages told of', lines(folder, 'pages').join('\n'), carried, []),
    ...leaks('addresses', lines(folder, 'addresses').join('\n'), credentials, secrets.filter(({ kind }) => kind !== 'email')),
  ]
  return found.map(leak => hide(leak, secrets))
}

/** Ends the run with an error where something leaked, and where nothing was looked at. Returns what was looked at. */
export function checkLeaks(folder: string): string {
  const printed = readdirSync(folder).filter(name => name.startsWith('printed-'))
  if (printed.length === 0) return 'No server was started, so nothing leaked.'
  if (!printed.some(name => readFileSync(join(folder, name), 'utf8').includes('level=DEBUG msg=request'))) {
    throw new Error('no server logged a request, so that nobody looked for secrets in the logs')
  }
  const found = leaksIn(folder)
  if (found.length > 0) throw new Error(`${found.length} secrets leaked:\n${found.slice(0, 20).join('\n')}`)
  const count = (file: Noted) => lines(folder, file).length
  return `None of ${secretsOf(folder).length} secrets was found in ${printed.length} logs, ${count('answers')} error answers, ` +
    `${count('pages')} pages and ${count('addresses')} addresses.`
}

function leaks(where: string, text: string, looksLike: { [kind: string]: RegExp }, secrets: Secret[]): string[] {
  const found: string[] = []
  const note = (kind: string, at: number, length: number) => {
    const begin = text.lastIndexOf('\n', at - 1) + 1
    const end = text.indexOf('\n', at)
    const line = text.slice(begin, at) + '***' + text.slice(at + length, end < 0 ? undefined : end)
    found.push(`${kind} in ${where}: ${line}`)
  }
  for (const [kind, pattern] of Object.entries(looksLike)) {
    for (const match of text.matchAll(pattern)) note(kind, match.index, match[0].length)
  }
  for (const { kind, value } of secrets) {
    const at = text.indexOf(value)
    if (at >= 0) note(kind, at, value.length)
  }
  return found
}

/** Puts stars for all that is secret: a line may hold more than what it was found for. */
function hide(text: string, secrets: Secret[]): string {
  for (const { value } of secrets) text = text.replaceAll(value, '***')
  return Object.values(patterns).reduce((text, pattern) => text.replaceAll(pattern, '***'), text)
}

function secretsOf(folder: string): Secret[] {
  const all = lines(folder, 'secrets').map(line => JSON.parse(line) as Secret)
  return [...new Map(all.map(secret => [secret.value, secret])).values()] // each once
}

function lines(folder: string, file: Noted): string[] {
  const path = join(folder, file)
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
}
