import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '../api/http'
import { pause } from '../live/connection'
import { uuid } from '../ui/device'
import type { Alert } from './alerts'
import { due, requests, take, type HelpAct, type HelpAnswer, type HelpDoes, type HelpList, type Request } from './help'
import { HelpKeep } from './helpKeep'

/** The tablet's place and line, as its page knows them. */
export interface HelpPlace { device: string; site: string; round: number; roundNow: () => number; told: number; live: boolean; drill: boolean }

const Patience = 15_000

/** Help in one tap: each tap is on the disk first, is sent when there is network, and is taken once however often it is sent. */
export function useHelp(place: () => HelpPlace) {
  const acts = shallowRef<readonly HelpAct[]>([])
  const alerts = shallowRef<readonly Alert[]>([])
  const toldRound = ref(0)
  const unstored = ref(false)
  let stored: readonly HelpAct[] = []
  let keep: HelpKeep | null = null
  let [pumping, stopped, writing] = [false, false, Promise.resolve()]
  let wakeUp: (() => void) | null = null

  const opened = HelpKeep.open().then(async opened => {
    const held = await opened.read(place().site)
    keep = opened
    stored = held.acts
    // What was pressed while the disk was read stays on top.
    acts.value = [...held.acts, ...acts.value]
    if (alerts.value.length === 0) [alerts.value, toldRound.value] = [held.alerts, held.round]
  }).catch(() => { unstored.value = true })

  /** One transaction after the other, each with all that changed before it. What cannot be stored is sent all the same. */
  function write(): Promise<void> {
    return writing = writing.then(async () => {
      await opened
      const [now, before] = [acts.value, stored]
      try {
        await keep?.write(now, before, { site: place().site, round: toldRound.value, alerts: alerts.value })
        stored = now
        unstored.value = keep === null
      } catch {
        unstored.value = true
      }
    })
  }

  const nap = (attempt: number) => new Promise<void>(resolve => {
    const timer = window.setTimeout(resolve, pause(attempt, Math.random()))
    wakeUp = () => { window.clearTimeout(timer); resolve() }
  })

  async function pump(): Promise<void> {
    if (pumping) return
    pumping = true
    try {
      await write()
      for (let attempt = 0; !stopped && !place().drill;) {
        const batch = due(acts.value, place().device, place().site)
        if (batch.length === 0) return
        if (await send(batch)) attempt = 0
        else await nap(attempt++)
      }
    } finally {
      pumping = false
    }
  }

  async function send(batch: readonly HelpAct[]): Promise<boolean> {
    const { round, site } = batch[0]!
    try {
      const body = { acts: batch.map(({ id, does, of, cause, made }) => ({ id, does, of, cause, made })) }
      const reply = await ask<{ answers: HelpAnswer[]; help: HelpList }>(`rounds/${round}/help/acts?site=${encodeURIComponent(site)}`, { body, signal: AbortSignal.timeout(Patience) })
      acts.value = take(acts.value, reply.answers)
      learn(round, reply.help.alerts)
      return true
    } catch (e) {
      const status = e instanceof ApiError ? e.status : 0
      // The round is gone, or this tablet is for another kind of round: trying again does not help.
      if (status !== 400 && status !== 404 && status !== 409) return false
      acts.value = take(acts.value, batch.map(act => ({ id: act.id, reason: `${status}`, cure: null, alert: null })))
      await write()
      return true
    }
  }

  function learn(round: number, told: readonly Alert[]) {
    if (round !== place().round) return
    ;[alerts.value, toldRound.value] = [told, round]
    void write()
  }

  async function read(): Promise<void> {
    const { round, site, drill } = place()
    if (round === 0 || drill) return
    try {
      learn(round, (await ask<HelpList>(`rounds/${round}/help?site=${encodeURIComponent(site)}`, { signal: AbortSignal.timeout(Patience) })).alerts)
    } catch {
      // What was told last stays, and its moments with it; the next word of the line reads again.
    }
  }

  function press(does: HelpDoes, of: Request | null, cause: string | null) {
    const { device, site, round, roundNow } = place()
    const order = acts.value.reduce((most, a) => Math.max(most, a.order), 0) + 1
    acts.value = [...acts.value, { id: uuid(), device, site, order, round, does, of: of?.id ?? null, cause, made: Math.round(roundNow()), progress: 'waiting', reason: null }]
    // On the disk at once, also while an earlier send waits for the network; then on its way.
    void write()
    wake()
  }

  /** A tablet that went to another site keeps what it could not send from there, and shows it no more. */
  const own = (act: HelpAct) => act.device === place().device && act.site === place().site
  const wake = () => { wakeUp?.(); void pump() }
  window.addEventListener('online', wake)
  watch(() => [place().told, place().round, place().live, place().drill], () => { wake(); void read() }, { immediate: true })
  onUnmounted(() => {
    stopped = true
    window.removeEventListener('online', wake)
    wakeUp?.()
  })

  return {
    unstored,
    open: computed(() => requests(toldRound.value === place().round ? alerts.value : [], acts.value.filter(own), place().round)),
    ask: (cause: string) => press('Ask', null, cause),
    act: (of: Request, does: HelpDoes) => press(does, of, null),
    /** A refused one was read. */
    drop(of: Request) { acts.value = acts.value.filter(a => a.id !== of.id); void write() },
  }
}
