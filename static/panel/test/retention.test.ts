import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isShorter, kept, lifeShare, lifeWords } from '../words/retention.ts'

const server = { anonymous: 30, unproven: 400, evidence: 8 }
const site = { anonymous_days: null, unproven_days: null, store_ips: false, server_days: server }
const words = (of: Parameters<typeof kept>[0]) => kept(of).map(lifeWords)

test('what is kept, in words: by the server’s lives, and by the site’s where they are shorter', () => {
  assert.deepEqual(words(site), ['30 days', '400 days', 'until you erase it', '8 days', 'not kept'])
  assert.deepEqual(words({ ...site, anonymous_days: 1, unproven_days: 400, store_ips: true }), ['1 day', '400 days', 'until you erase it', '8 days', 'as long as the visit'])
  assert.deepEqual(words({ ...site, anonymous_days: 60 }).slice(0, 1), ['30 days'])
  assert.deepEqual(words({ ...site, unproven_days: 7, server_days: { ...server, anonymous: null, unproven: null } }).slice(0, 2), ['until you erase it', '7 days'])
})

test('a longer life is a longer line, and none is none', () => {
  const share = (days: number | null) => lifeShare({ key: '', who: '', what: '', own: false, days })
  const all = [0, 1, 8, 30, 400, 65_535, null].map(share)
  assert.deepEqual([...all].sort((a, b) => a - b), all)
  assert.deepEqual([all[0], all.at(-1)], [0, 100])
})

test('less is kept by a shorter life, and by the server’s again where that is shorter', () => {
  const [anonymous] = kept({ ...site, anonymous_days: 7 })
  assert.deepEqual([6, 7, 8, null].map(days => isShorter(days, anonymous!, 30)), [true, false, false, false])
  const [forever] = kept({ ...site, server_days: { ...server, anonymous: null } })
  assert.deepEqual([isShorter(1000, forever!, null), isShorter(null, forever!, null)], [true, false])
})
