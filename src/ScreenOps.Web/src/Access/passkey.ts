import { ApiError, ask } from '../api/http'

/** @param host The server's name that it works for. @param synced The owner's other devices have it too. */
export interface Passkey { id: string; name: string; host: string; made: string; used: string | null; synced: boolean }

/** Whether this browser makes and gives passkeys: only pages that came over https, or from this machine, are let. */
export const canPasskey = () => typeof PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'

/** Signs in by a passkey that the person chooses; the answer is the session. */
export async function signInByPasskey<T>(): Promise<T> {
  const { options } = await ask<{ options: PublicKeyCredentialRequestOptionsJSON }>('session/passkey/begin', { method: 'POST' })
  const given = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
  return await ask<T>('session/passkey', { body: { credential: (given as PublicKeyCredential).toJSON() } })
}

/** Makes one on the device that the person chooses; the answer is all of the account. */
export async function addPasskey(name: string): Promise<Passkey[]> {
  const { options } = await ask<{ options: PublicKeyCredentialCreationOptionsJSON }>('session/passkeys/begin', { method: 'POST' })
  const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
  return await ask<Passkey[]>('session/passkeys', { body: { credential: (made as PublicKeyCredential).toJSON(), name } })
}

const byBrowser: Record<string, string> = { NotAllowedError: 'cancelled', AbortError: 'cancelled', SecurityError: 'elsewhere', InvalidStateError: 'already', NotSupportedError: 'unsupported', ConstraintError: 'unverified' }
const byServer: Record<string, string> = { passkeyAddress: 'address', passkeyName: 'nameless', passkeyLate: 'late', passkeyNotMade: 'notMade', passkeyFull: 'full', confirm: 'confirm' }
const byStatus: Record<number, string> = { 0: 'unreachable', 401: 'refused', 429: 'tooMany', 503: 'unreachable' }

/** What went wrong, as a word below `passkey.fault`, with the address that works where the server names one. What is neither the browser's nor the server's no is thrown on. */
export function passkeyFault(e: unknown): { word: string; address: string } {
  if (e instanceof ApiError) return { word: byServer[e.reason ?? ''] ?? byStatus[e.status] ?? 'failed', address: e.address ?? '' }
  if (e instanceof DOMException) return { word: byBrowser[e.name] ?? 'failed', address: '' }
  throw e
}

/** What a passkey is called until its owner calls it otherwise: the kind of device. */
export function deviceWord(agent: string): string {
  for (const [sign, word] of [['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Android', 'Android'], ['Windows', 'Windows'], ['Mac OS', 'Mac'], ['Linux', 'Linux']] as const) if (agent.includes(sign)) return word
  return ''
}
