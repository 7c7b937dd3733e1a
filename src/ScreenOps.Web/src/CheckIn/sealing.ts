/** Seals what a desk's device keeps (AES-256-GCM). `about` is bound to what is sealed: nothing opens in another's place. */
const NonceBytes = 12

/** @param base64 32 bytes. The key cannot be read again, by this page or any other script. */
export const sealKey = (base64: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', Uint8Array.from(atob(base64), c => c.charCodeAt(0)), 'AES-GCM', false, ['encrypt', 'decrypt'])

/** Nonce, then cipher text with its tag. */
export async function seal(key: CryptoKey, value: unknown, about: string): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(NonceBytes))
  const cipher = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: bytes(about) }, key, bytes(JSON.stringify(value))))
  const sealed = new Uint8Array(NonceBytes + cipher.length)
  sealed.set(nonce)
  sealed.set(cipher, NonceBytes)
  return sealed
}

/** Null: sealed with another key, about something else, or damaged. */
export async function unseal<T>(key: CryptoKey, sealed: Uint8Array<ArrayBuffer>, about: string): Promise<T | null> {
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.subarray(0, NonceBytes), additionalData: bytes(about) }, key, sealed.subarray(NonceBytes))
    return JSON.parse(new TextDecoder().decode(plain)) as T
  } catch {
    return null
  }
}

const bytes = (text: string) => new TextEncoder().encode(text)
