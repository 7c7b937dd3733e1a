import { computed, onMounted, onUnmounted, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '../api/http'
import type { Late, LateTube } from '../CheckIn/late'
import { readPass } from '../CheckIn/pass'
import { flaw, holder, type RosterPerson } from '../CheckIn/roster'
import { useOutbox } from '../CheckIn/useOutbox'
import { useRoster } from '../CheckIn/useRoster'
import { refusal } from '../ui/asking'
import { act, done, type Named, type Tube, type TubeAct, type TubeActKind, type TubeAnswer, type TubeOutcome, type Whole } from './samples'
import { bookOf, isIn, judge, keyOf, type LateAct } from './tubeBook'

const Every = 5000
const Tries = 4
/** What can be kept instead is asked for once, and soon given up; milliseconds. */
const Soon = 6000
/** Tubes that are remembered for a start without a network. */
const Held = 12
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const isLost = (e: unknown) => e instanceof ApiError && (e.status === 0 || e.status >= 500)

/** What of an act becomes the person's, by the desk's copy; `refused`: why nothing is done. */
interface Known { as: { person?: string | undefined; pass?: string | undefined; ticket?: number | undefined }; name: string; refused?: TubeOutcome }

/** Sends one act until it has an answer other than busy; a few times, then it says so. The act keeps its id, so nothing is done twice. */
export async function send(round: number, one: TubeAct, instead = false): Promise<TubeAnswer> {
  for (let tries = 1; ; tries++) {
    try {
      const answer = (await ask<{ answers: TubeAnswer[] }>(`rounds/${round}/tubes/acts`, { body: { acts: [one] }, ...(instead ? { signal: AbortSignal.timeout(Soon) } : {}) })).answers[0]!
      if (answer.outcome !== 'Busy' || tries === Tries) return answer
    } catch (e) {
      if (instead || !isLost(e) || tries === Tries) throw e
    }
    await wait(300 * tries)
  }
}

/** The tube that a lane fills now, and what was said of the last act. The tube is remembered, so that a reload goes on with it. */
export function useTube(site: () => string, round: () => number, clock: () => number, size: () => number) {
  const outbox = useOutbox()
  const roster = useRoster()
  const key = () => `screenops.tube.${round()}.${site()}`
  const barcode = ref<string | null>(localStorage.getItem(key()))
  const whole = shallowRef<Whole | null>(null)
  const answer = shallowRef<TubeAnswer | null>(null)
  const fault = shallowRef<ApiError | null>(null)
  const under = ref(0)
  const busy = computed(() => under.value > 0)
  /** Whoever did not fit: put into the next tube as soon as it is opened. */
  const waiting = shallowRef<Named | null>(null)
  /** What was done here with tubes and is not sent yet. */
  const late = computed<LateAct[]>(() => outbox.mine.value.flatMap(one => one.kind === 'tube' && one.trouble === null ? [one as LateAct] : []))
  /** What the server last said of the tubes that were worked with here. */
  const said = shallowRef<readonly Whole[]>([])
  const book = computed(() => bookOf(said.value, late.value, size()))
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
      // While something of it is not sent, what the server knows is behind.
      if (late.value.some(one => one.body.barcode === asked || one.body.to === asked)) return showHeld()
      const read = await ask<Whole>(`rounds/${round()}/tubes/${asked}`)
      hold(read)
      if (barcode.value === asked) showHeld()
    } catch (e) {
      if (e instanceof ApiError && (e.status === 404 || e.status === 403)) choose(null)
      else showHeld()
    }
  }

  function hold(read: Whole) {
    said.value = [read, ...said.value.filter(one => one.tube.barcode !== read.tube.barcode)].slice(0, Held)
    void roster.remember('tubes', said.value)
  }
  function showHeld() {
    const held = barcode.value ? book.value.get(barcode.value) : null
    if (held) whole.value = held
  }
  watch(roster.ready, async ready => {
    if (ready && said.value.length === 0) said.value = await roster.recall<Whole[]>('tubes') ?? []
    showHeld()
  }, { immediate: true })
  watch(late, (now, before) => {
    // What was booked meanwhile stays in the picture until the server is asked, which is once nothing of the tube is on its way.
    const booked = before.filter(one => !outbox.mine.value.some(other => other.kind === 'tube' && other.body.id === one.body.id))
    if (booked.length > 0) said.value = [...bookOf(said.value, booked, size()).values()].slice(-Held)
    showHeld()
    if (now.length < before.length) void load()
  })

  async function send1(kind: TubeActKind, of: string, more: Partial<TubeAct> = {}, name = ''): Promise<TubeAnswer | null> {
    fault.value = null
    try {
      const told = await either(act(kind, of, clock(), more), name)
      answer.value = told
      if (!told.kept && told.tube && told.tube.barcode === barcode.value && whole.value) whole.value = { ...whole.value, tube: told.tube, next: told.next }
      return told
    } catch (e) {
      fault.value = refusal(e)
      answer.value = null
      return null
    }
  }

  /** By the server; where it does not answer, or has not heard yet what was done here with this tube or this person, by what is known here. */
  async function either(one: TubeAct, name: string): Promise<TubeAnswer> {
    const key = keyOf(one)
    const behind = outbox.mine.value.some(other => !other.trouble && (other.kind === 'tube' ? [one.barcode, one.to].includes(other.body.barcode) || (key !== '' && keyOf(other.body) === key)
      : key !== '' && key === (other.kind === 'walkin' ? other.body.id : keyOf(other.body))))
    if (outbox.keeps() && (behind || outbox.away.value)) return await here(one, name)
    try {
      const answer = await send(round(), one, outbox.keeps())
      outbox.away.value = false
      return answer
    } catch (e) {
      outbox.away.value = isLost(e)
      if (outbox.keeps() && isLost(e)) return await here(one, name)
      throw e
    }
  }

  /** Judged by the rules with what this device knows, kept, and shown as kept. */
  async function here(one: TubeAct, name: string): Promise<TubeAnswer> {
    const who = await known(one, name)
    if (who.refused) return told(one, who.refused, who.name, null)
    const named: TubeAct = { ...one, ...who.as } as TubeAct, key = keyOf(named)
    const outcome = judge(book.value, one.kind, one.barcode, key, one.to)
    if (outcome !== 'Done') return told(named, outcome, who.name, isIn(book.value, key))
    if (await outbox.put({ kind: 'tube', body: named, who: who.name, said: 0 } as LateTube as Late) === null) throw new ApiError(0, 'storage', '')
    return told(named, 'Done', who.name, null)
  }

  const told = (one: TubeAct, outcome: TubeOutcome, name: string, where: string | null): TubeAnswer => ({
    id: one.id, outcome, cure: null, tube: book.value.get(one.barcode)?.tube ?? null, in: where === one.barcode ? null : where, next: null, kept: true,
    person: keyOf(one) === '' ? null : { id: keyOf(one), name, ticket: one.ticket ?? 0 },
  })

  /** Who is meant, by the desk's copy: a pass or a ticket of somebody on it becomes that person, so that one person is one key. */
  async function known(one: TubeAct, name: string): Promise<Known> {
    const people = roster.people.value ?? []
    if (one.pass) {
      const reading = roster.book.value ? await readPass(one.pass, roster.book.value, Date.now() / 1000) : null
      if (!reading || flaw(reading) !== null || reading.is !== 'valid') return { as: {}, name, refused: 'PassRefused' }
      return of(one, holder(people, reading.claims.id), name)
    }
    return of(one, people.find(other => one.person ? other.person === one.person : one.ticket ? other.standing?.site === site() && other.standing.ticket === one.ticket : false) ?? null, name)
  }

  function of(one: TubeAct, person: RosterPerson | null, name: string): Known {
    if (!person) return { as: {}, name: name || (one.ticket ? `${one.ticket}` : '') }
    const sampled = one.kind === 'Put' && person.standing?.last === 'Sampled' && isIn(book.value, person.person) === null
    return { as: { person: person.person, pass: undefined, ticket: undefined }, name: person.name, ...(sampled ? { refused: 'SampledElsewhere' as const } : {}) }
  }

  /** Whoever was given this number without a network, L3, while that is not sent. */
  function saidTo(text: string): { who: Named; name: string } | null {
    const said = /^L(\d{1,5})$/i.exec(text.trim())?.[1]
    const one = said ? outbox.mine.value.find(other => other.said === Number(said) && other.kind !== 'tube') : null
    if (!one || one.kind === 'tube') return null
    return { who: one.kind === 'walkin' ? { person: one.body.id } : one.body.person ? { person: one.body.person } : { pass: one.body.pass ?? '' }, name: one.who }
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

  async function putNow(who: Named, name = ''): Promise<TubeAnswer | null> {
    if (!barcode.value) { waiting.value = who; answer.value = null; return null }
    const said = await send1('Put', barcode.value, who, name)
    if (said && (said.outcome === 'Full' || said.outcome === 'Closed')) waiting.value = who
    if (said) await load()
    return said
  }

  const open = (of: string, size?: number) => inTurn(() => openNow(of, size))
  const put = (who: Named, name = '') => inTurn(() => putNow(who, name))
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
  return { barcode, tube, whole, answer, fault, busy, waiting, choose, open, put, change, load, saidTo }
}
