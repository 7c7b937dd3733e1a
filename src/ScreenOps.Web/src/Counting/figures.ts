import { computed, onUnmounted, ref, shallowRef } from 'vue'
import { ApiError, ask } from '../api/http'
import type { SiteState, Snapshot } from '../Board/state'
import { connect } from '../live/connection'
import type { CountKind, Figures, SiteStatus } from './commands'
import type { Keep, Offset, Place } from './keep'
import { send } from './line'
import { read, shown, tap, undoable, unsafe, type Outbox } from './outbox'
import { useSending } from './sending'
import { felt } from './touch'
import type { Enrolled } from './session'

const nothing: Figures = { status: 'NotOpened', lanes: 0, queue: 0, arrived: 0, sampled: 0, left: 0 }
const figuresOf = (state: SiteState): Figures =>
  ({ status: state.status as SiteStatus, lanes: state.lanes, queue: state.queue, arrived: state.arrived, sampled: state.sampled, left: state.left })
const newer = (a: SiteState, b: SiteState) => a.round !== b.round || a.epoch > b.epoch || (a.epoch === b.epoch && a.version >= b.version)
const safeUpTo = (box: Outbox) => (unsafe(box)[0]?.number ?? box.next) - 1

/** A tap's change may be told a moment after its acknowledgement; until then it stays on top. */
const Settling = 400

/** The tablet at work: its outbox, its line to the server and the figures that it shows. */
export function useCounting({ keep, site, session }: Enrolled, start: Outbox) {
  /** The server is as good as gone, until the drill ends or the page is opened anew. */
  const drill = ref(false)
  const { box, fault, kept, put, wake, unstored } = useSending(keep, start, commands => drill.value ? Promise.reject(new ApiError(0, 'drill', '')) : send(live, commands), answered)
  // A tablet that came from another site knows nothing of this one yet.
  const seen = keep.seen?.state?.site === site ? keep.seen : null
  const latest = shallowRef<SiteState | null>(seen?.state ?? null)
  const base = shallowRef<Figures>(latest.value ? figuresOf(latest.value) : nothing)
  const included = ref(seen?.included ?? safeUpTo(box.value))
  /** Counts the times that requests of the site may have changed. */
  const told = ref(0)
  const place = shallowRef<Place>(keep.place?.site === site ? keep.place : { site, name: session.name || site, round: 0, roundName: '', rehearsal: false })
  const clock = useRoundClock(keep)
  const live = connect<Snapshot, SiteState>({ snapshot, changed, rounds() { void live.watch(`site:${site}`) }, requests() { told.value++ } }, `site:${site}`)

  function snapshot(whole: Snapshot) {
    place.value = { ...place.value, site, round: whole.round, roundName: whole.roundName, rehearsal: whole.rehearsal }
    latest.value = whole.sites.find(state => state.site === site) ?? null
    rebase()
    const offset = clock.learn(whole)
    void keep.learn({ clock: offset, place: place.value }).catch(unstored)
    if (fault.value === 'signedOut') fault.value = ''
    told.value++
    wake()
  }

  function changed(changes: SiteState[]) {
    for (const state of changes)
      if (state.site === site && state.round === place.value.round && (!latest.value || newer(state, latest.value))) latest.value = state
    clock.heard()
    settle()
  }

  /** The server's figures, holding all that was acknowledged, become the ground of what is shown. */
  function rebase() {
    base.value = latest.value ? figuresOf(latest.value) : nothing
    included.value = safeUpTo(box.value)
    keep.see({ state: latest.value, included: included.value })
  }
  function settle() {
    if (live.state.value === 'live' && !box.value.entries.some(entry => entry.progress === 'sent')) rebase()
  }
  function answered() {
    clock.heard()
    window.setTimeout(settle, Settling)
  }

  const figures = computed(() => shown(base.value, box.value, included.value))
  const last = computed(() => undoable(box.value, site, place.value.round))
  function act(kind: CountKind, n = 0) {
    felt()
    put(tap(box.value, { kind, n, round: place.value.round, site, made: Math.round(clock.roundNow()) }, figures.value))
  }
  function practise(gone: boolean) {
    drill.value = gone
    if (gone) void live.stop()
    else { live.begin(); wake() }
  }
  const timer = window.setInterval(() => clock.tick(live.state.value === 'live'), 1000)
  onUnmounted(() => {
    window.clearInterval(timer)
    void live.stop()
  })
  void described(site).then(known => {
    if (!known) return
    place.value = { ...place.value, ...known }
    return keep.learn({ place: place.value }).catch(unstored)
  })
  wake()

  return {
    box, figures, latest, place, fault, kept, last, act, drill, practise, connection: live.state, now: clock.now, ahead: clock.ahead, silent: clock.silent, speed: clock.speed, told, roundNow: clock.roundNow,
    takeBack() { if (last.value) act('Undo', last.value.number) },
    readRefused() { put(read(box.value)) },
  }
}

/** The round's time as last learned from the server, kept over a reload without network. */
function useRoundClock(keep: Keep) {
  const offset = shallowRef<Offset | null>(keep.clock)
  const at = ref(Date.now())
  const contact = ref(Date.now())
  const roundNow = () => offset.value ? offset.value.now + (Date.now() - offset.value.learned) * offset.value.speed : Date.now()
  return {
    roundNow,
    heard() { contact.value = Date.now() },
    tick(live: boolean) { at.value = Date.now(); if (live) contact.value = at.value },
    learn(told: { now: number; speed: number }): Offset {
      contact.value = Date.now()
      return offset.value = { now: told.now, speed: told.speed, learned: contact.value }
    },
    now: computed(() => { void at.value; return roundNow() }),
    speed: computed(() => offset.value?.speed ?? 1),
    /** This device's clock against the round's, in milliseconds: above 0 it runs ahead. Not told in a rehearsal, whose clock is another one. */
    ahead: computed(() => offset.value && offset.value.speed === 1 ? offset.value.learned - offset.value.now : 0),
    /** Minutes without any word from the server. */
    silent: computed(() => Math.max(0, Math.floor((at.value - contact.value) / 60_000))),
  }
}

/** Null while nobody answers: the code of the site does meanwhile, and what was known before. */
async function described(site: string): Promise<Pick<Place, 'name' | 'zone'> | null> {
  try {
    const [{ name }, { timeZone }] = await Promise.all([ask<{ name: string }>(`public/sites/${encodeURIComponent(site)}`), ask<{ timeZone: string }>('district')])
    return { name, zone: timeZone }
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}
