/** What a scanned text turned out to be; `expires` in unix seconds. The same answers as Core's SignedPass, held to the same vectors. */
export type PassKind = 'resident' | 'household' | 'staff'
export interface PassClaims { id: string; kind: PassKind; expires: number }
export type PassReading =
  | { is: 'valid' | 'expired' | 'revoked'; claims: PassClaims }
  | { is: 'unknownSigner'; keyId: string }
  | { is: 'otherKind'; kind: number }
  | { is: 'forged' | 'notAPass' }

/** A public key as GET /api/v1/passes/keys gives it. */
export interface PassJwk { kty: string; crv: string; kid: string; alg: string; use: string; x: string; y: string }

/** All that is needed to read passes without a network. */
export interface PassBook { keys: readonly { id: string; key: CryptoKey }[]; revoked: Uint8Array }

const Prefix = 'SO1:'
const Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const Bytes = 112, TextLength = Prefix.length + Bytes / 2 * 3, RevokedBytes = 6
const ProtectedAt = 3, KeyAt = 8, KeyBytes = 4, PayloadAt = 15, ExpiresAt = 18, IdAt = 24, KindAt = 45, SignatureAt = 48
const Kinds: Readonly<Record<number, PassKind>> = { 1: 'resident', 2: 'household', 3: 'staff' }
/** Of COSE_Sign1 with the fields at zero; SignedPass.cs tells what each part is. */
const Layout = fromHex('d28449a201260444' + '00000000' + 'a0581f' + 'a3041a' + '00000000' + '0750' + '00'.repeat(16) + '3a00010000' + '00' + '5840')
/** Sig_structure of RFC 9052: "Signature1" and the length of the protected header. */
const Signed = fromHex('846a5369676e617475726531' + '49')

/** Null: no bytes encode to it. */
export function base45(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 3 === 1) return null
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3) / 2)
  let at = 0
  for (let i = 0; i < text.length; i += 3) {
    const group = text.slice(i, i + 3)
    let n = 0
    for (let j = group.length - 1; j >= 0; j--) {
      const digit = Alphabet.indexOf(group[j]!)
      if (digit < 0) return null
      n = n * 45 + digit
    }
    if (n > (group.length === 3 ? 0xffff : 0xff)) return null
    if (group.length === 3) bytes[at++] = n >> 8
    bytes[at++] = n & 0xff
  }
  return bytes
}

/** Keys as the server gives them; one that this browser cannot read counts as unknown. */
export async function passBook(keys: readonly PassJwk[], revoked: string): Promise<PassBook> {
  const read = await Promise.all(keys.map(async ({ kid, kty, crv, x, y }) => {
    try {
      return { id: kid, key: await crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']) }
    } catch {
      return null
    }
  }))
  return { keys: read.filter(key => key !== null), revoked: Uint8Array.from(atob(revoked), c => c.charCodeAt(0)) }
}

/** Needs no network. @param now unix seconds */
export async function readPass(text: string, book: PassBook, now: number): Promise<PassReading> {
  const bytes = text.length === TextLength && text.startsWith(Prefix) ? base45(text.slice(Prefix.length)) : null
  if (!bytes || !fits(bytes)) return { is: 'notAPass' }
  const keyId = hex(bytes.subarray(KeyAt, KeyAt + KeyBytes))
  const known = book.keys.filter(key => key.id === keyId)
  if (known.length === 0) return { is: 'unknownSigner', keyId }
  const said = new Uint8Array([...Signed, ...bytes.subarray(ProtectedAt, ProtectedAt + 9), 0x40, ...bytes.subarray(PayloadAt - 2, SignatureAt - 2)])
  const verified = await Promise.all(known.map(({ key }) => crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes.subarray(SignatureAt), said)))
  if (!verified.includes(true)) return { is: 'forged' }
  const number = bytes[KindAt]!, kind = Kinds[number]
  if (!kind) return { is: 'otherKind', kind: number }
  const id = bytes.subarray(IdAt, IdAt + 16)
  const claims: PassClaims = { id: hex(id).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), kind, expires: new DataView(bytes.buffer).getUint32(ExpiresAt) }
  if (now >= claims.expires) return { is: 'expired', claims }
  return { is: isRevoked(book.revoked, id) ? 'revoked' : 'valid', claims }
}

/** Sorted beginnings of ids, six bytes each. */
function isRevoked(list: Uint8Array, id: Uint8Array): boolean {
  let low = 0, high = list.length / RevokedBytes - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    let order = 0
    for (let i = 0; i < RevokedBytes && order === 0; i++) order = list[middle * RevokedBytes + i]! - id[i]!
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return false
}

/** Everything outside the fields is as the layout has it; a kind is one byte of CBOR. */
function fits(bytes: Uint8Array): boolean {
  const field = (at: number) => (at >= KeyAt && at < KeyAt + KeyBytes) || (at >= ExpiresAt && at < ExpiresAt + 4) || (at >= IdAt && at < IdAt + 16) || at === KindAt
  return bytes.length === Bytes && bytes[KindAt]! <= 0x17 && Layout.every((byte, at) => field(at) || bytes[at] === byte)
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16))
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
