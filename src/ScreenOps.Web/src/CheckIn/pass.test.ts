import { beforeAll, expect, test } from 'vitest'
import vectors from '../../../../tests/ScreenOps.Core.Tests/CheckIn/passes.json'
import { base45, passBook, readPass, type PassBook, type PassJwk, type PassReading } from './pass'
import { syncPassBook } from './passbook'

interface Vector { tells: string; text: string; reading: PassReading['is']; claims?: object; keyId?: string; kind?: number }
/** Written and signed by a third program; Core's PassVectorTests read the same file. */
const said = vectors as { now: number; keys: PassJwk[]; revoked: string; vectors: Vector[] }
let book: PassBook
beforeAll(async () => { book = await passBook(said.keys, said.revoked) })

test.each(said.vectors.map(vector => [vector.tells, vector] as const))('a pass that another program wrote is read as Core reads it: %s', async (_, vector) => {
  const reading = await readPass(vector.text, book, said.now)
  expect(reading.is).toBe(vector.reading)
  if ('claims' in reading) expect(reading.claims).toEqual(vector.claims)
  if (reading.is === 'unknownSigner') expect(reading.keyId).toBe(vector.keyId)
  if (reading.is === 'otherKind') expect(reading.kind).toBe(vector.kind)
})

const Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
function encode(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 2) {
    const n = bytes[i]! * 256 + bytes[i + 1]!
    text += Alphabet[n % 45]! + Alphabet[Math.floor(n / 45) % 45]! + Alphabet[Math.floor(n / 2025)]!
  }
  return 'SO1:' + text
}

test('a pass with any one byte changed is refused, with the reason that Core gives', async () => {
  const bytes = base45(said.vectors[0]!.text.slice(4))!
  for (let at = 0; at < bytes.length; at++)
    for (const change of [1, 2, 4, 16, 64, 128, 255]) {
      const altered = bytes.slice()
      altered[at] = altered[at]! ^ change
      const layout = at < 8 || (at >= 12 && at < 18) || at === 22 || at === 23 || (at >= 40 && at < 45) || at === 46 || at === 47 || (at === 45 && altered[45]! > 0x17)
      expect((await readPass(encode(altered), book, said.now)).is, `byte ${at} by ${change}`).toBe(layout ? 'notAPass' : at < 12 ? 'unknownSigner' : 'forged')
    }
})

test('what was fetched once still reads passes when the network is gone, and is fetched again when it is back', async () => {
  const kept = new Map<string, string>()
  const store = { get: (key: string) => kept.get(key) ?? null, set: (key: string, value: string) => { kept.set(key, value) } }
  let online = true, revoked = ''
  const ask = async (path: string) => {
    if (!online) throw new TypeError('no network')
    return path.endsWith('keys') ? { keys: said.keys } : { ids: revoked }
  }
  const pass = said.vectors.find(vector => vector.reading === 'revoked')!.text
  const is = async () => { const held = await syncPassBook(ask, store, 'D'); return held && [(await readPass(pass, held.book, said.now)).is, held.fresh] }
  online = false
  expect(await is()).toBeNull()
  online = true
  expect(await is()).toEqual(['valid', true])
  online = false
  revoked = said.revoked
  expect(await is()).toEqual(['valid', false])
  online = true
  expect(await is()).toEqual(['revoked', true])
  online = false
  expect(await is()).toEqual(['revoked', false])
})
