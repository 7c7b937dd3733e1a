import { seal, unseal } from './sealing'

/** The round and site that something is of. */
export interface Place { district: string; round: number; site: string }

/** A key while it is lent: `until` in milliseconds of this device's clock; `taken`: a clock that was set back before it is not believed. */
interface Lent { name: string; place: Place; key: CryptoKey; until: number; taken: number }

/** An act as it lies on the disk: of which round it is can be read, what it is cannot. */
interface Row { number: number; place: Place; sealed: Uint8Array<ArrayBuffer> }

const Roster = 'roster'
const outbox = (place: Place) => `outbox ${place.district} ${place.round} ${place.site}`
export const same = (a: Place, b: Place) => a.district === b.district && a.round === b.round && a.site === b.site

const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error ?? new Error('The storage of this device failed.'))
})

const finished = (work: IDBTransaction) => new Promise<void>((resolve, reject) => {
  work.oncomplete = () => resolve()
  work.onabort = work.onerror = () => reject(work.error ?? new Error('The storage of this device failed.'))
})

/**
 * What a desk keeps on its device's disk, all of it sealed: what it has to know without a network, by a key that goes with the round; and what it did without one, by
 * a key that the server gives again to whoever has something to send. A write is finished when its promise is.
 */
export class DeskKeep {
  private constructor(private readonly db: IDBDatabase) {}

  /** Null: this browser has no cryptography (a page that is not https) or no storage. */
  static async open(): Promise<DeskKeep | null> {
    if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null
    const request = indexedDB.open('screenops-desk', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('keys', { keyPath: 'name' })
      request.result.createObjectStore('shelf', { keyPath: 'name' })
      request.result.createObjectStore('acts', { keyPath: 'number', autoIncrement: true })
    }
    try {
      return new DeskKeep(await done(request))
    } catch {
      return null
    }
  }

  /** The keys of a round and site, as the server lent them. What was kept of another round goes. */
  async lend(place: Place, keys: { roster: CryptoKey; outbox: CryptoKey }, until: number, now = Date.now()): Promise<void> {
    const held = await this.lent(Roster, now)
    if (held && !same(held.place, place)) await this.end()
    const work = this.db.transaction('keys', 'readwrite')
    work.objectStore('keys').put({ name: Roster, place, key: keys.roster, until, taken: now } satisfies Lent)
    work.objectStore('keys').put({ name: outbox(place), place, key: keys.outbox, until, taken: now } satisfies Lent)
    await finished(work)
  }

  /** Null: none is lent for this round and site; what is over is gone with all that it opened. */
  async roster(place: Place, now = Date.now()): Promise<CryptoKey | null> {
    const held = await this.lent(Roster, now)
    return held && same(held.place, place) ? held.key : null
  }

  async outbox(place: Place, now = Date.now()): Promise<CryptoKey | null> { return (await this.lent(outbox(place), now))?.key ?? null }

  private async lent(name: string, now: number): Promise<Lent | null> {
    const held = await done<Lent | undefined>(this.db.transaction('keys').objectStore('keys').get(name))
    if (!held) return null
    if (now < held.until && now >= held.taken - 60_000) return held
    await this.end()
    return null
  }

  /** The round is over, or this device no longer signed in: every key goes, and what the roster's opened. What was not sent yet stays, closed. */
  async end(): Promise<void> {
    const work = this.db.transaction(['keys', 'shelf'], 'readwrite', { durability: 'strict' })
    work.objectStore('keys').clear()
    work.objectStore('shelf').clear()
    await finished(work)
  }

  /** Nothing is put where the key is no longer lent: what was being sealed when it went would stay on a shared device. */
  async set(key: CryptoKey, name: string, value: unknown): Promise<void> {
    const sealed = await seal(key, value, name)
    const work = this.db.transaction(['keys', 'shelf'], 'readwrite')
    if (await done(work.objectStore('keys').getKey(Roster)) !== undefined) work.objectStore('shelf').put({ name, sealed })
    await finished(work)
  }

  async get<T>(key: CryptoKey, name: string): Promise<T | null> {
    const row = await done<{ sealed: Uint8Array<ArrayBuffer> } | undefined>(this.db.transaction('shelf').objectStore('shelf').get(name))
    return row ? await unseal<T>(key, row.sealed, name) : null
  }

  /** Gives the act its number, once, in the order in which acts were made, whichever page of this device made them. */
  async add(key: CryptoKey, place: Place, act: unknown): Promise<number> {
    const sealed = await seal(key, act, outbox(place))
    const work = this.db.transaction('acts', 'readwrite', { durability: 'strict' })
    const number = await done(work.objectStore('acts').add({ place, sealed }))
    await finished(work)
    return number as number
  }

  /** The rounds and sites of which something is still to be sent, the oldest first. */
  async places(): Promise<Place[]> {
    const rows = await done<Row[]>(this.db.transaction('acts').objectStore('acts').getAll())
    return rows.map(row => row.place).filter((place, at, all) => all.findIndex(other => same(other, place)) === at)
  }

  /** In the order of their numbers. */
  async acts<T>(key: CryptoKey, place: Place): Promise<(T & { number: number; place: Place })[]> {
    const rows = await done<Row[]>(this.db.transaction('acts').objectStore('acts').getAll())
    const opened = await Promise.all(rows.filter(row => same(row.place, place)).map(async row => ({ number: row.number, act: await unseal<T>(key, row.sealed, outbox(place)) })))
    return opened.flatMap(({ number, act }) => act === null ? [] : [{ ...act, number, place }])
  }

  /** In one transaction: what is settled goes, what changed is written anew under its number, and what is added takes the next ones. */
  async settle(key: CryptoKey, place: Place, gone: readonly number[], changed: readonly { number: number }[], added: readonly unknown[] = []): Promise<void> {
    const rows = await Promise.all(changed.map(async act => ({ number: act.number, place, sealed: await seal(key, act, outbox(place)) } satisfies Row)))
    const more = await Promise.all(added.map(async act => ({ place, sealed: await seal(key, act, outbox(place)) })))
    const work = this.db.transaction('acts', 'readwrite', { durability: 'strict' })
    for (const number of gone) work.objectStore('acts').delete(number)
    for (const row of rows) work.objectStore('acts').put(row)
    for (const row of more) work.objectStore('acts').add(row)
    await finished(work)
  }
}
