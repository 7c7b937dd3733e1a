import type { Alert } from './alerts'
import type { HelpAct } from './help'

const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error ?? new Error('The storage of this device failed.'))
})

/** What a tablet asked for, on its disk beside the counts: each act until the server has it, and the site's requests as told last. */
export class HelpKeep {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(): Promise<HelpKeep> {
    const request = indexedDB.open('screenops-help', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('acts', { keyPath: 'id' })
      request.result.createObjectStore('told', { keyPath: 'site' })
    }
    return new HelpKeep(await done(request))
  }

  async read(site: string): Promise<{ acts: HelpAct[]; alerts: Alert[]; round: number }> {
    const work = this.db.transaction(['acts', 'told'])
    const [acts, told] = await Promise.all([
      done<HelpAct[]>(work.objectStore('acts').getAll()), done<{ site: string; round: number; alerts: Alert[] } | undefined>(work.objectStore('told').get(site)),
    ])
    return { acts, alerts: told?.alerts ?? [], round: told?.round ?? 0 }
  }

  /** All of it in one transaction that reaches the disk. */
  async write(acts: readonly HelpAct[], before: readonly HelpAct[], told: { site: string; round: number; alerts: readonly Alert[] }): Promise<void> {
    const work = this.db.transaction(['acts', 'told'], 'readwrite', { durability: 'strict' })
    const finished = new Promise<void>((resolve, reject) => {
      work.oncomplete = () => resolve()
      work.onabort = work.onerror = () => reject(work.error ?? new Error('The storage of this device failed.'))
    })
    const [store, now, held] = [work.objectStore('acts'), new Set(acts.map(a => a.id)), new Set(before)]
    for (const act of acts) if (!held.has(act)) store.put(act)
    for (const act of before) if (!now.has(act.id)) store.delete(act.id)
    work.objectStore('told').put(told)
    await finished
  }
}
