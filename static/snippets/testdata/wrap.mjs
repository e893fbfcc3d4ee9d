import { readFileSync } from 'node:fs'
import { nametagHash } from '../node/hash.js'
import { nametagRawHash } from '../node/raw.js'
import { nametagToken } from '../node/token.js'

const [hashSecret, rawSecret, tokenSecret] = process.argv.slice(2)
const read = { '-': () => undefined, '#': Number, ':': (word) => Buffer.from(word, 'base64').toString() }
for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const [id, email] = line.split(' ').map((word) => read[word[0]](word.slice(1)))
  console.log(nametagHash(id, email, hashSecret), nametagRawHash(id || email, rawSecret), nametagToken(id, email, true, tokenSecret))
}
