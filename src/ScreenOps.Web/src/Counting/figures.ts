import { connect } from '../live/connection'
import { computed, onUnmounted, ref, shallowRef } from 'vue'
import type { SiteState, Snapshot } from '../Board/state'
import { ApiError, ask } from '../api/http'
import type { CountKind, Figures, SiteStatus } from './commands'
import { send } from './line'
import type { Offset } from './keep'
import { due, read, sent, shown, take, tap, unanswered, undoable, unsafe, type Outbox } from './outbox'
import type { Enrolled } from './session'

const nothing: Figures = { status: 'NotOpened', lanes: 0, queue: 0, arrived: 0, sampled: 0, left: 0 }
const of = (state: SiteState): Figures =>
  ({ status: state.status as SiteStatus, lanes: state.lanes, queue: state.queue, arrived: state.arrived, sampled: state.sampled, left: state.left })
const order = (a: SiteState, b: SiteState) => a.epoch - b.epoch || a.version - b.version

/** A tap's change may be told a moment after its acknowledgement; until then it stays on top. */
const Settling = 400

/** The tablet at work: its outbox, its line to the server and the figures that it shows. */
export function useCounting({ keep, site, session }: Enrolled, start: Outbox) {
  const box = shallowRef<Outbox>(unanswered(start))
  const latest = shallowRef<SiteState | null>(keep.seen?.state ?? null)
  const base = shallowRef<Figures>(latest.value ? of(latest.value) : nothing)
  const included = ref(keep.seen?.included ?? (unsafe(box.value)[0]?.number ?? box.value.next) - 1)
  const place = shallowRef(keep.place ?? { site, name: session.name || site, round: 0, roundName: '', rehearsal: false })
  const clock = shallowRef<Offset | null>(keep.clock)
  const tick = ref(Date.now())
  const contact = ref(Date.now())
  const fault = ref<'' | 'storage' | 'signedOut' | 'hole'>('')

  const live = connect<Snapshot, SiteState>({
    snapshot(whole) {
      const offset = { now: whole.now, speed: whole.speed, learned: Date.now() }
      clock.value = offset
      place.value = { ...place.value, site, round: whole.round, roundName: whole.roundName, rehearsal: whole.rehearsal }
      latest.value = whole.sites.find(state => state.site === site) ?? null
      rebase()
      heard()
      void keep.learn({ clock: offset, place: place.value }).catch(unstored)
      if (fault.value === 'signedOut') fault.value = ''
      wake()
    },
    changed(changes) {
      for (const state of changes) {
        if (state.site !== site || state.round !== place.value.round) continue
        if (!latest.value || latest.value.round !== state.round || order(latest.value, state) <= 0) latest.value = state
      }
      heard()
      settle()
    },
    rounds() { void live.watch(`site:${site}`) },
  }, `site:${site}`)

  const heard = () => { contact.value = Date.now() }
  const unstored = () => { fault.value = 'storage' }
  const now = () => clock.value ? clock.value.now + (Date.now() - clock.value.learned) * clock.value.speed : Date.now()

  /** The server's figures, holding all that was acknowledged, become the ground of what is shown. */
  function rebase() {
    base.value = latest.value ? of(latest.value) : nothing
    included.value = (unsafe(box.value)[0]?.number ?? box.value.next) - 1
    keep.see({ state: latest.value, included: included.value })
  }
  function settle() {
    if (live.state.value === 'live' && !box.value.entries.some(entry => entry.progress === 'sent')) rebase()
  }

  // Writing: one transaction at a time, each with all that changed meanwhile.
  let stored = start
  let writing: Promise<void> | null = null
  const write = () => writing ??= (async () => {
    try {
      while (stored !== box.value) {
        const [next, before] = [box.value, stored.entries]
        await keep.write(next, before)
        stored = next
      }
      if (fault.value === 'storage') fault.value = ''
    } finally {
      writing = null
    }
  })()

  // Sending: one batch at a time, always from the lowest that is not acknowledged.
  let pumping = false
  let stopped = false
  let wakeUp: (() => void) | null = null
  const wake = () => { wakeUp?.(); void pump() }
  const nap = (attempt: number) => new Promise<void>(resolve => {
    const timer = window.setTimeout(resolve, Math.min(15_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2))
    wakeUp = () => { window.clearTimeout(timer); resolve() }
  })

  async function pump() {
    if (pumping || stopped) return
    pumping = true
    try {
      let attempt = 0
      while (!stopped && unsafe(box.value).length > 0) {
        attempt = await once() ? 0 : attempt + 1
        if (attempt > 0) await nap(Math.min(attempt, 6))
      }
    } finally {
      pumping = false
    }
  }

  /** False: nothing was acknowledged. */
  async function once(): Promise<boolean> {
    try {
      await write()
    } catch {
      unstored()
      return false
    }
    const batch = due(box.value)
    const lowest = batch[0]?.number ?? 0
    box.value = sent(box.value, batch.at(-1)?.number ?? 0)
    try {
      const receipts = await send(live, batch)
      box.value = take(box.value, receipts)
      heard()
      fault.value = box.value.hole ? 'hole' : fault.value === 'storage' ? 'storage' : ''
      await write().catch(unstored)
    } catch (error) {
      box.value = unanswered(box.value)
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) fault.value = 'signedOut'
    }
    window.setTimeout(settle, Settling)
    return (unsafe(box.value)[0]?.number ?? Infinity) > lowest
  }

  function act(kind: CountKind, n = 0) {
    box.value = tap(box.value, { kind, n, round: place.value.round, site, made: Math.round(now()) }, figures.value)
    // On the disk at once, also while an earlier send is under way.
    void write().catch(unstored)
    void pump()
  }

  const figures = computed(() => shown(base.value, box.value, included.value))
  const last = computed(() => undoable(box.value, place.value.round))
  const timer = window.setInterval(() => { tick.value = Date.now(); if (live.state.value === 'live') heard() }, 1000)
  window.addEventListener('online', wake)
  onUnmounted(() => {
    stopped = true
    window.clearInterval(timer)
    window.removeEventListener('online', wake)
    void live.stop()
  })
  void named()
  void pump()

  async function named() {
    try {
      const one = await ask<{ name: string }>(`public/sites/${encodeURIComponent(site)}`)
      place.value = { ...place.value, name: one.name }
      await keep.learn({ place: place.value })
    } catch (error) {
      if (!(error instanceof ApiError)) unstored()
    }
  }

  return {
    box, figures, latest, place, fault, last, connection: live.state, act,
    /** This device's clock against the round's, in milliseconds: above 0 it runs ahead. Meaningless in a faster rehearsal. */
    ahead: computed(() => clock.value && clock.value.speed === 1 ? clock.value.learned - clock.value.now : 0),
    now: computed(() => { void tick.value; return now() }),
    speed: computed(() => clock.value?.speed ?? 1),
    /** Minutes without any word from the server. */
    silent: computed(() => Math.max(0, Math.floor((tick.value - contact.value) / 60_000))),
    takeBack() { if (last.value) act('Undo', last.value.number) },
    readRefused() { box.value = read(box.value); void write().catch(unstored) },
  }
}
