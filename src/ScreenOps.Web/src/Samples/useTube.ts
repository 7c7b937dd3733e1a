import { computed, onMounted, onUnmounted, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '../api/http'
import { refusal } from '../ui/asking'
import { act, done, type Named, type Tube, type TubeAct, type TubeActKind, type TubeAnswer, type Whole } from './samples'

const Every = 5000
const Tries = 4
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Sends one act until it has an answer other than busy; a few times, then it says so. The act keeps its id, so nothing is done twice. */
export async function send(round: number, one: TubeAct): Promise<TubeAnswer> {
  for (let tries = 1; ; tries++) {
    try {
      const answer = (await ask<{ answers: TubeAnswer[] }>(`rounds/${round}/tubes/acts`, { body: { acts: [one] } })).answers[0]!
      if (answer.outcome !== 'Busy' || tries === Tries) return answer
    } catch (e) {
      if (!(e instanceof ApiError) || (e.status !== 0 && e.status < 500) || tries === Tries) throw e
    }
    await wait(300 * tries)
  }
}

/** The tube that a lane fills now, and what was said of the last act. The tube is remembered, so that a reload goes on with it. */
export function useTube(site: () => string, round: () => number, clock: () => number) {
  const key = () => `screenops.tube.${round()}.${site()}`
  const barcode = ref<string | null>(localStorage.getItem(key()))
  const whole = shallowRef<Whole | null>(null)
  const answer = shallowRef<TubeAnswer | null>(null)
  const fault = shallowRef<ApiError | null>(null)
  const under = ref(0)
  const busy = computed(() => under.value > 0)
  /** Whoever did not fit: put into the next tube as soon as it is opened. */
  const waiting = shallowRef<Named | null>(null)
  const tube = computed<Tube | null>(() => whole.value?.tube ?? null)
  let timer = 0
  let gone = false
  let last: Promise<unknown> = Promise.resolve()

  /** One after the other in the order in which they were scanned: a scanner is faster than a bad line, and none of its scans is dropped. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    under.value++
    const mine = last.then(work).finally(() => { under.value-- })
    last = mine.catch(() => undefined)
    return mine
  }

  function choose(next: string | null) {
    barcode.value = next
    if (next) localStorage.setItem(key(), next)
    else { localStorage.removeItem(key()); whole.value = null }
  }

  async function load() {
    const asked = barcode.value
    if (!asked) return
    try {
      const read = await ask<Whole>(`rounds/${round()}/tubes/${asked}`)
      if (barcode.value === asked) whole.value = read
    } catch (e) {
      if (e instanceof ApiError && (e.status === 404 || e.status === 403)) choose(null)
    }
  }

  async function send1(kind: TubeActKind, of: string, more: Partial<TubeAct> = {}): Promise<TubeAnswer | null> {
    fault.value = null
    try {
      const said = await send(round(), act(kind, of, clock(), more))
      answer.value = said
      if (said.tube && said.tube.barcode === barcode.value && whole.value) whole.value = { ...whole.value, tube: said.tube, next: said.next }
      return said
    } catch (e) {
      fault.value = refusal(e)
      answer.value = null
      return null
    }
  }

  /** A tube's barcode: a new one is opened, an open one of this site is taken up again. Whoever waited for it is put in. */
  async function openNow(of: string, size?: number): Promise<TubeAnswer | null> {
    const said = await send1('Open', of, size === undefined ? { site: site() } : { site: site(), size })
    if (said && done(said)) {
      choose(of)
      await load()
      const first = waiting.value
      waiting.value = null
      if (first) return await putNow(first)
    }
    return said
  }

  async function putNow(who: Named): Promise<TubeAnswer | null> {
    if (!barcode.value) { waiting.value = who; answer.value = null; return null }
    const said = await send1('Put', barcode.value, who)
    if (said && (said.outcome === 'Full' || said.outcome === 'Closed')) waiting.value = who
    if (said) await load()
    return said
  }

  const open = (of: string, size?: number) => inTurn(() => openNow(of, size))
  const put = (who: Named) => inTurn(() => putNow(who))
  const change = (kind: TubeActKind, of: string, more: Partial<TubeAct> = {}) => inTurn(async () => {
    const said = await send1(kind, of, more)
    await load()
    return said
  })

  function plan() {
    window.clearTimeout(timer)
    if (!gone) timer = window.setTimeout(async () => { if (!document.hidden && !busy.value) await load(); plan() }, Every)
  }

  watch([site, round], () => { barcode.value = localStorage.getItem(key()); whole.value = null; answer.value = null; void load() })
  onMounted(() => { void load(); plan() })
  onUnmounted(() => { gone = true; window.clearTimeout(timer) })
  return { barcode, tube, whole, answer, fault, busy, waiting, choose, open, put, change, load }
}
