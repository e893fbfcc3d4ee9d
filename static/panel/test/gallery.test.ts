import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const [parts, gallery] = ['components/parts', 'gallery'].map(folder => join(import.meta.dirname, '..', folder)) as [string, string]
const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')

// What shows nothing by itself, or in one place for the whole page.
const elsewhere = ['Icon', 'Tooltip', 'Flag']

test('the gallery shows every part', () => {
  const shown = readdirSync(gallery).filter(name => name.endsWith('.tsx')).map(name => read(gallery, name)).join('\n')
  const components = readdirSync(parts).filter(name => name.endsWith('.tsx') && !/^(icons|brands|lazy)\./.test(name))
    .flatMap(name => [...read(parts, name).matchAll(/^export (?:const|function) ([A-Z]\w*)\b(?!.*createContext)/gm)].map(([, part]) => part!))
    .filter(part => !elsewhere.includes(part))
  assert.ok(components.length > 20, 'parts are found')
  for (const part of components) assert.match(shown, new RegExp(`<${part}\\b`), `${part} is in no section of gallery/: show it in each of its states`)
})
