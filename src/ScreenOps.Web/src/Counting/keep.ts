import type { SiteState } from '../Board/state'
import type { Entry, Outbox } from './outbox'

/** The round's clock as the server last told it: its time runs at `speed` from `now`; `learned` is this device's clock at that moment. */
export interface Offset { now: number; speed: number; learned: number }

/** What is known of the site, so that a reload without answers still names it. `zone`: that of the district, by which its clocks go; undefined until it was told. */
export interface Place { site: string; name: string; round: number; roundName: string; rehearsal: boolean; zone?: string | undefined }

/** The site as last told, and the highest of this device's numbers that is in it. */
export interface Seen { state: SiteState | null; included: number }

interface Meta { device: string; next: number; clock: Offset | null; place: Place | null; seen: Seen | null }

const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error ?? new Error('The storage of this device failed.'))
})

const finished = (work: IDBTransaction) => new Promise<void>((resolve, reject) => {
  work.oncomplete = () => resolve()
  work.onabort = work.onerror = () => reject(work.error ?? new Error('The storage of this device failed.'))
})

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('screenops-tablet', 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('meta', { keyPath: 'device' })
    request.result.createObjectStore('commands', { keyPath: ['device', 'number'] })
  }
  return done(request)
}

/** The outbox of one device, on this device's disk. A write is finished when its promise is. */
export class Keep {
  private constructor(private db: IDBDatabase, readonly device: string, private meta: Meta) {}

  /** Null: this storage never held the device. */
  static async find(device: string): Promise<Keep | null> {
    const db = await open()
    const meta = await done<Meta | undefined>(db.transaction('meta').objectStore('meta').get(device))
    return meta ? new Keep(db, device, meta) : null
  }

  static async create(device: string): Promise<Keep> {
    const keep = new Keep(await open(), device, { device, next: 1, clock: null, place: null, seen: null })
    await keep.write({ next: 1, entries: [], hole: false }, [])
    return keep
  }

  get clock(): Offset | null { return this.meta.clock }
  get place(): Place | null { return this.meta.place }
  get seen(): Seen | null { return this.meta.seen }

  /** Reaches the disk with the next write. */
  see(seen: Seen): void { this.meta = { ...this.meta, seen } }

  async read(): Promise<Outbox> {
    const range = IDBKeyRange.bound([this.device, 0], [this.device, Number.MAX_SAFE_INTEGER])
    const rows = await done<(Entry & { device: string })[]>(this.db.transaction('commands').objectStore('commands').getAll(range))
    return { next: this.meta.next, hole: false, entries: rows.map(({ device: _, ...entry }) => entry) }
  }

  /** Writes what differs from `before`, and the next number, in one transaction that reaches the disk. */
  async write(box: Outbox, before: readonly Entry[]): Promise<void> {
    const work = await this.begin()
    const commands = work.objectStore('commands')
    const held = new Set(before), now = new Set(box.entries.map(entry => entry.number))
    for (const entry of box.entries) if (!held.has(entry)) commands.put({ ...entry, device: this.device })
    for (const entry of before) if (!now.has(entry.number)) commands.delete([this.device, entry.number])
    work.objectStore('meta').put({ ...this.meta, next: box.next })
    await finished(work)
    this.meta = { ...this.meta, next: box.next }
  }

  /** A browser that runs short of space may close the storage below a page; then it is opened again. */
  private async begin(): Promise<IDBTransaction> {
    const both = () => this.db.transaction(['meta', 'commands'], 'readwrite', { durability: 'strict' })
    try {
      return both()
    } catch {
      this.db = await open()
      return both()
    }
  }

  async learn(known: { clock?: Offset; place?: Place }): Promise<void> {
    this.meta = { ...this.meta, ...known }
    const work = await this.begin()
    const metas = work.objectStore('meta')
    // The number to give out next is that of the last write on the disk: one that failed, or has not ended yet, must not show here.
    const { next } = await done<Meta>(metas.get(this.device))
    metas.put({ ...this.meta, next })
    await finished(work)
  }
}
