import { effectScope, onUnmounted, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '../api/http'
import { DeskKeep, type Place } from './deskKeep'
import type { PassBook } from './pass'
import { syncPassBook } from './passbook'
import type { Roster, RosterPerson } from './roster'
import { sealKey } from './sealing'
import { useOutbox } from './useOutbox'

/** How often the copy is fetched anew, and how often its time is looked at: who was checked in elsewhere since is known from the next one on. Milliseconds. */
const Every = 10 * 60_000, Look = 30_000

interface Copy { people: RosterPerson[]; taken: number }

/** What the page needs of its site to go on without a network, and the keys by which it lies on this device's disk. */
function open() {
  /** Null: there is none, and without a network nobody is found. */
  const people = shallowRef<readonly RosterPerson[] | null>(null)
  const book = shallowRef<PassBook | null>(null)
  /** Unix milliseconds at which the copy was fetched. */
  const taken = ref(0)
  const ready = ref(false)
  const outbox = useOutbox()
  const kept = DeskKeep.open()
  let place: Place | null = null
  let key: CryptoKey | null = null
  let asking = false

  /** Takes up what lies on the disk of this round and site, and fetches what is old. */
  async function of(next: Place): Promise<void> {
    const keep = await kept
    if (!keep || (place && place.round === next.round && place.site === next.site)) return
    place = next
    key = await keep.roster(next)
    const copy = key ? await keep.get<Copy>(key, 'roster') : null
    people.value = copy?.people ?? null
    taken.value = copy?.taken ?? 0
    await outbox.of(next, keep, await keep.outbox(next))
    await passes()
    ready.value = true
    await refresh()
  }

  async function passes(): Promise<void> {
    const keep = await kept
    if (!keep || !key || !place) return
    const with_ = key
    const keeping = { get: (name: string) => keep.get<string>(with_, name), set: (name: string, value: string) => keep.set(with_, name, value) }
    book.value = (await syncPassBook(path => ask(path, { signal: AbortSignal.timeout(8000) }), keeping, place.district))?.book ?? book.value
  }

  /** @param now However young the copy is. */
  async function refresh(now = false): Promise<void> {
    const keep = await kept
    if (!keep || !place || asking || (!now && people.value && Date.now() - taken.value < Every)) return
    asking = true
    const at = place
    try {
      const of = encodeURIComponent(at.site)
      const [roster, sealing] = await Promise.all([ask<Roster>(`desk/${of}/roster?round=${at.round}`), ask<{ key: string }>(`rounds/${at.round}/desks/${of}/key`)])
      const keys = { roster: await sealKey(roster.key), outbox: await sealKey(sealing.key) }
      if (at !== place) return
      await keep.lend(at, keys, Date.now() + roster.seconds * 1000)
      key = keys.roster
      const copy: Copy = { people: roster.people, taken: Date.now() }
      await keep.set(key, 'roster', copy)
      people.value = copy.people
      taken.value = copy.taken
      await outbox.of(at, keep, keys.outbox)
      await passes()
      void navigator.storage?.persist?.()
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.reason === 'no-round' || error.reason === 'wrong-round')) await end()
      // Everything else: it is asked for again, and the desk works on without.
    } finally {
      asking = false
    }
  }

  /** The round is over, the device signed out or its time with the copy is up: keys and copy go. What is not sent yet stays on the disk, closed. */
  async function end(): Promise<void> {
    await (await kept)?.end()
    key = null
    place = null
    people.value = null
    book.value = null
    taken.value = 0
    outbox.close()
  }

  /** Whether it is still lent; looked at now and then, since its time may be up while nobody reaches a server. */
  async function look(): Promise<void> {
    if (place && key && !await (await kept)?.roster(place)) await end()
    else if (Date.now() - taken.value >= Every) await refresh()
  }

  /** Reads and writes what else of this desk stays over a restart; null: nothing is kept. */
  async function recall<T>(name: string): Promise<T | null> { return key ? await (await kept)?.get<T>(key, name) ?? null : null }
  async function remember(name: string, value: unknown): Promise<void> { if (key) await (await kept)?.set(key, name, value) }

  // What was sent is the server's from then on, and so is where everybody stands.
  watch(outbox.unsent, (now, before) => { if (now === 0 && before > 0) void refresh(true) })
  return { people, book, taken, ready, of, refresh, end, look, recall, remember }
}

let one: ReturnType<typeof open> | null = null

/** The page's one copy, looked after while the component that asks is there. */
export function useRoster() {
  // It outlives whoever asked first.
  const roster = one ??= effectScope(true).run(open)!
  const timer = window.setInterval(() => void roster.look(), Look)
  onUnmounted(() => window.clearInterval(timer))
  return roster
}
