import { computed, effectScope, onUnmounted, ref, shallowRef } from 'vue'
import { ApiError, ask } from '../api/http'
import { uuid } from '../ui/device'
import { DeskKeep, same, type Place } from './deskKeep'
import { after, due, refusedWhole, relabel as renamed, request, settled, waiting, type Kept, type Late, type Settled } from './late'
import { sealKey } from './sealing'

const News = 'screenops-desk', Turn = 'screenops-desk-outbox'
const Most = 15_000

/** Told of each that was booked, in the order in which it was done. */
type Heard = (one: Extract<Settled, { is: 'booked' }>) => void

/**
 * What this device's desk and tubes did without a network: on the disk before it is shown, and sent in its order when the line stands. One page sends at a time, however many
 * are open; each act is settled once, since its id is kept and the disk forgets it only when the server has it.
 */
function open() {
  /** Of every round and site that this device was a desk of, as far as their keys are here. */
  const acts = shallowRef<readonly Kept[]>([])
  /** '': all is well. `closed`: acts lie here that need the server's key to be opened. `signedOut`, `forbidden`: why nothing is sent. `storage`: this device keeps nothing more. */
  const fault = ref<'' | 'closed' | 'signedOut' | 'forbidden' | 'storage'>('')
  const sending = ref(false)
  /** Whether the server is out of reach, as whoever asked it last found. */
  const away = ref(!navigator.onLine)
  const place = shallowRef<Place | null>(null)
  const keys = new Map<string, CryptoKey>()
  const keyOf = (of: Place) => keys.get(JSON.stringify(of)) ?? null
  let keep: DeskKeep | null = null
  let timer = 0
  let attempt = 0
  const heard = new Set<Heard>()
  /** Walk-ins who turned out to be residents, by the ids that were made for them here. */
  const others = new Map<string, string>()
  const news = 'BroadcastChannel' in globalThis ? new BroadcastChannel(News) : null

  async function read(): Promise<void> {
    if (!keep) return
    const on = keep
    const all = await Promise.all((await on.places()).map(async of => { const key = keyOf(of); return key ? await on.acts<Kept>(key, of) : [] }))
    acts.value = all.flat().sort((a, b) => a.number - b.number)
  }
  if (news) news.onmessage = () => void read()

  /** From now on of this round and site; without a key nothing can be kept, and what lies here waits for the server to give it. */
  async function of(next: Place, on: DeskKeep, key: CryptoKey | null): Promise<void> {
    [place.value, keep] = [{ district: next.district, round: next.round, site: next.site }, on]
    if (key) keys.set(JSON.stringify(place.value), key)
    await read()
    void pump()
  }

  /** Its number; null: it could not be kept, and nothing was done. */
  async function put(act: Late): Promise<number | null> {
    const [at, key] = [place.value, place.value && keyOf(place.value)]
    if (!keep || !key || !at) return null
    try {
      if (act.kind !== 'walkin' && act.body.person && others.has(act.body.person)) act = { ...act, body: { ...act.body, person: others.get(act.body.person)! } } as Late
      const number = await keep.add(key, at, { ...act, trouble: null })
      acts.value = [...acts.value.filter(one => one.number !== number), { ...act, number, place: at, trouble: null } as Kept]
      news?.postMessage('')
      if (fault.value === 'storage') fault.value = ''
      plan()
      return number
    } catch {
      fault.value = 'storage'
      return null
    }
  }

  function plan(soon = false): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void pump(), soon ? 0 : Math.min(Most, 500 * 2 ** Math.min(attempt, 5)) * (0.5 + Math.random() / 2))
  }

  async function pump(): Promise<void> {
    if (!keep || sending.value) return
    sending.value = true
    try {
      await (navigator.locks ? navigator.locks.request(Turn, { ifAvailable: true }, async lock => { if (lock) await sendAll() }) : sendAll())
    } finally {
      sending.value = false
    }
    if (waiting(acts.value).length > 0 || fault.value === 'closed') plan()
  }

  async function sendAll(): Promise<void> {
    for (const one of await keep!.places()) await sendOf(one)
    await read()
  }

  async function sendOf(of: Place): Promise<void> {
    try {
      const key = keyOf(of) ?? await keep!.outbox(of) ?? await sealKey((await ask<{ key: string }>(`rounds/${of.round}/desks/${encodeURIComponent(of.site)}/key`)).key)
      keys.set(JSON.stringify(of), key)
      for (let held = await keep!.acts<Kept>(key, of); due(held).length > 0;) held = await sendRun(of, key, held)
      attempt = 0
      if (fault.value !== 'storage') fault.value = ''
    } catch (error) {
      attempt++
      fault.value = !(error instanceof ApiError) ? 'storage' : error.status === 401 ? 'signedOut' : error.status === 403 ? 'forbidden' : keyOf(of) ? fault.value === 'storage' ? 'storage' : '' : 'closed'
    }
  }

  async function sendRun(of: Place, key: CryptoKey, held: readonly Kept[]): Promise<Kept[]> {
    const run = due(held)
    const told = await tell(of, run)
    away.value = false
    for (const one of told) if (one.is === 'booked' && one.also) others.set(one.also.from, one.also.to)
    // What was done meanwhile is among them: it names whoever turned out to be somebody else.
    const left = after(await keep!.acts<Kept>(key, of), run, told)
    if (left.gone.length + left.changed.length > 0) await keep!.settle(key, of, left.gone, left.changed)
    await read()
    for (const one of told) if (one.is === 'booked') heard.forEach(listener => listener(one))
    news?.postMessage('')
    if (told.some(one => one.is === 'again')) throw new ApiError(503, 'busy', '')
    return left.acts
  }

  async function tell(of: Place, run: readonly Kept[]): Promise<Settled[]> {
    const { path, body } = request(of, run)
    try {
      return settled(run, await ask(path, { body, signal: AbortSignal.timeout(20_000) }))
    } catch (error) {
      const why = error instanceof ApiError ? refusedWhole(error) : null
      if (!why) throw error instanceof ApiError ? error : new ApiError(0, 'unreachable', '')
      // One at a time from here on: the first has its trouble, and the next run begins behind it.
      return [{ is: 'trouble', trouble: why }]
    }
  }

  /** Somebody saw to these: they are off the list. */
  async function seen(these: readonly Kept[]): Promise<void> {
    for (const act of these) {
      const key = keyOf(act.place)
      if (key) await keep?.settle(key, act.place, [act.number], [])
    }
    news?.postMessage('')
    await read()
  }

  /** The tube got a new label, which is sent in place of the old one. */
  async function relabel(these: readonly Kept[], barcode: string, to: string): Promise<void> {
    const [at, key] = [these[0]?.place, these[0] && keyOf(these[0].place)]
    if (!keep || !key || !at) return
    const { changed, opens } = renamed(acts.value.filter(act => same(act.place, at)), barcode, to, at.site, uuid)
    // Its opening comes before whoever is in it: those take numbers behind it.
    if (opens) await keep.settle(key, at, changed.map(act => act.number), [], [{ kind: 'tube', body: opens, who: '', said: 0, trouble: null } satisfies Late & { trouble: null }, ...changed.map(({ number: _, ...act }) => act)])
    else await keep.settle(key, at, [], changed)
    news?.postMessage('')
    await read()
    plan(true)
  }

  /** The round is over, or nobody is signed in: nothing more is kept or shown. What lies on the disk stays there, closed. */
  function close(): void {
    keys.clear()
    acts.value = []
  }
  /** Of the round and site that this page is at, in their order. */
  const mine = computed(() => acts.value.filter(act => place.value && same(act.place, place.value)))

  window.addEventListener('online', () => { attempt = 0; plan(true) })
  return {
    acts, fault, sending, away, of, put, seen, relabel, close, keeps: () => place.value !== null && keyOf(place.value) !== null, mine, soon: () => plan(true),
    unsent: computed(() => waiting(acts.value).length), troubled: computed(() => acts.value.filter(act => act.trouble !== null)),
    /** Until the component that asks is gone. */
    hear(listener: Heard): void { heard.add(listener); onUnmounted(() => heard.delete(listener)) },
  }
}

let one: ReturnType<typeof open> | null = null

/** The page's one outbox: the desk and the tube beside it share it, and it outlives whoever asked first. */
export const useOutbox = () => one ??= effectScope(true).run(open)!
