import { passBook, type PassBook, type PassJwk } from './pass'

/** Keeps texts over a restart; a tablet may keep them sealed. */
export interface Keeping { get(key: string): string | null | Promise<string | null>; set(key: string, value: string): void | Promise<void> }

/** `taken`: unix milliseconds at which keys and revocations were fetched. `fresh`: they come from the server just now, not from before. */
export interface HeldBook { book: PassBook; taken: number; fresh: boolean }

interface Kept { keys: PassJwk[]; revoked: string; taken: number }

/** Keys and revocations from the server, else those that were kept; null: none ever came. They hold no personal data. */
export async function syncPassBook(ask: (path: string) => Promise<unknown>, keeping: Keeping, district: string, now = Date.now()): Promise<HeldBook | null> {
  const place = `screenops.passes.${district}`
  try {
    const [{ keys }, { ids }] = await Promise.all([ask('passes/keys'), ask(`passes/revoked?district=${encodeURIComponent(district)}`)]) as [{ keys: PassJwk[] }, { ids: string }]
    await keeping.set(place, JSON.stringify({ keys, revoked: ids, taken: now } satisfies Kept))
    return { book: await passBook(keys, ids), taken: now, fresh: true }
  } catch {
    const kept = JSON.parse(await keeping.get(place) ?? 'null') as Kept | null
    return kept && { book: await passBook(kept.keys, kept.revoked), taken: kept.taken, fresh: false }
  }
}
