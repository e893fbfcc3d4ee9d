import { readFileSync } from 'node:fs'
import { nametagHash } from '../node/hash.js'
import { nametagToken } from '../node/token.js'

const [hashSecret, tokenSecret] = process.argv.slice(2)
const text = (word) => (word === '-' ? undefined : Buffer.from(word, 'base64').toString())
for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const [id, email] = line.split(' ').map(text)
  console.log(nametagHash(id, email, hashSecret), nametagToken(id, email, true, tokenSecret))
}
