import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { checkLeaks, leaksIn } from './leaks.ts'

// What looks for leaks at the end of each run finds them. Nothing here needs a server or a browser.

const test = base.extend<{ run: (files: { [name: string]: string }) => string }>({
  run: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'nametag-e2e-leaks-'))
    await use(files => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
      return folder
    })
    rmSync(folder, { recursive: true, force: true })
  },
})

const log = 'printed-1.log'
const request = 'level=DEBUG msg=request method=POST route=/v1/commands status=200\n'
const used = (kind: string, value: string) => JSON.stringify({ kind, value }) + '\n'

for (const [kind, secret] of Object.entries({
  'a visitor token': 'vt_AAAA.bbbb-cc', 'a signing secret': 'nt_sk_0123456789', 'an API key': 'nt_ak_0123456789', 'a token': 'eyJhbGciOiJIUzI1NiJ9.e30.x',
  'a hash': 'ab'.repeat(32), 'an email': 'jane@example.com',
})) {
  test(`${kind} is found in logs and error answers, and not told on`, ({ run }) => {
    const folder = run({ secrets: used('password', 'correct horse'), [log]: request + `level=WARN msg=odd value=${secret} user=sam@example.com with="correct horse"\n`, answers: JSON.stringify({ code: 'odd', message: `It was ${secret}.` }) })
    const found = leaksIn(folder)
    expect(found).toContainEqual(expect.stringMatching(`^${kind} in ${log}: level=WARN msg=odd`))
    expect(found).toContainEqual(expect.stringMatching(`^${kind} in error answers: `))
    for (const word of [secret, 'sam@example.com', 'correct horse']) expect(found.join('\n')).not.toContain(word)
    expect(() => checkLeaks(folder)).toThrow('secrets leaked')
  })
}

test('what looks like nothing is found because it was used', ({ run }) => {
  const folder = run({ secrets: used('what was typed', 'correct horse battery'), [log]: request + 'msg="log in" with="correct horse battery"\n' })
  expect(leaksIn(folder)).toEqual([`what was typed in ${log}: msg="log in" with="***"`])
})

test('an identity in the address of a page that servers are told of is found', ({ run }) => {
  const told = (url: string) => JSON.stringify({ url, title: 'Jane’s jane@example.com' }) + '\n'
  const folder = run({ pages: told('https://shop.example/cart') + told('https://shop.example/?nametag_identity=x') + told('https://shop.example/?t=eyJhbGciOiJIUzI1NiJ9') })
  expect(leaksIn(folder).map(leak => leak.split(' in ')[0])).toEqual(['an identity on its way to another domain', 'a token'])
})

test('a token in an address that a browser asks for is found', ({ run }) => {
  const folder = run({ addresses: '"http://127.0.0.1/v1/socket?site=k_1"\n"http://127.0.0.1/v1/socket?visitor=vt_AAAA.bbbb"\n' })
  expect(leaksIn(folder)).toEqual(['a visitor token in addresses: "http://127.0.0.1/v1/socket?visitor=***"'])
})

test('the setup link is printed once, as it is to be, and an example is nobody', ({ run }) => {
  const folder = run({
    secrets: used('setup link', 'a-setup-token') + used('email', 'jane@example.com'), [log]: request + '    http://127.0.0.1:1/panel/setup#a-setup-token\n',
    answers: JSON.stringify({ code: 'bad_email', message: 'The email address can’t be used.', help: 'Send one address of at most 254 bytes, like jane@example.com.' }),
  })
  expect(leaksIn(folder)).toEqual([])
  expect(checkLeaks(folder)).toContain('None of 2 secrets')
  writeFileSync(join(folder, log), request + 'msg=setup link=http://127.0.0.1:1/panel/setup#a-setup-token\n')
  expect(leaksIn(folder)).toHaveLength(1)
})

test('a run in which nothing was logged proves nothing', ({ run }) => {
  expect(() => checkLeaks(run({ [log]: 'listening on http://127.0.0.1:1\n' }))).toThrow('nobody looked')
})
