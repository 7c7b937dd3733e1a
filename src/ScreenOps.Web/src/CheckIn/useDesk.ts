import { computed, onMounted, onUnmounted, reactive, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '../api/http'
import { uuid } from '../ui/device'
import { leaveToSignIn } from '../ui/signIn'
import { may, numberOf, verdict, type DeskTicket, type Found, type Line, type Person, type Reason, type Staff } from './desk'
import { heldLine, holdLine, nextSaid, ofPass, overlaid } from './local'
import { readPass } from './pass'
import { flaw, holder, lookUp, masked, shown as onRoster } from './roster'
import { useOutbox } from './useOutbox'
import { useRoster } from './useRoster'

export interface Session { name: string; grant: string; district: string | null; site: string | null }

/** What the desk's middle shows. */
export type Shown =
  | { at: 'idle' }
  | { at: 'hits'; people: Person[]; more: boolean }
  | { at: 'person'; person: Person }
  | { at: 'home'; people: Person[] }
  | { at: 'given'; person: Person | null; tickets: DeskTicket[] }
  | { at: 'refused'; reason: string; status: number }
  | { at: 'nobody'; text: string }
  | { at: 'walkin'; name: string }
  | { at: 'staff'; staff: Staff }
  | { at: 'reissue'; person: Person }

export interface Note { at: number; text: string; word: string; ok: boolean }

/** An answer that may be lost is asked for so often; the request is the same each time, and so is its effect. What can be kept instead is asked once, and soon given up. */
const Tries = 4
const Patience = 15_000, Soon = 6000
const LogMost = 200
const pause = (ms: number) => new Promise(done => window.setTimeout(done, ms))
const isLost = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 502)

/** One site's desk: whom it looks at, and what it does with them. Without a network it goes on by its copy and keeps what it did. */
export function useDesk(session: Session, site: string, rehearsal: boolean) {
  const before = heldLine(site, rehearsal)
  const line = shallowRef<Line | null>(before?.line ?? null)
  const learned = ref(before?.at ?? 0)
  const shown = shallowRef<Shown>({ at: 'idle' })
  const busy = ref(false)
  const notes = reactive<Note[]>([])
  const outbox = useOutbox()
  const away = outbox.away
  const roster = useRoster()
  /** Whose desk this is goes on without a network; whoever stands in from elsewhere takes no copy of the people there. */
  const own = session.district && session.site === site ? { district: session.district, site } : null
  const siteName = computed(() => line.value?.siteName ?? site)
  /** The desk's copy as it is by now. */
  const local = computed(() => roster.people.value && overlaid(roster.people.value, outbox.mine.value, site, siteName.value))
  const path = (what: string, round = true) => {
    const query = new URLSearchParams({ ...(rehearsal ? { rehearsal: 'true' } : {}), ...(round && line.value ? { round: `${line.value.round}` } : {}) }).toString()
    return `desk/${encodeURIComponent(site)}/${what}${query && `?${query}`}`
  }
  /** The round's time at this moment. */
  const now = () => line.value ? line.value.now + (Date.now() - learned.value) * line.value.speed : Date.now()
  const served = computed(() => notes.filter(note => note.ok).length)

  /** @param instead Whether there is another way when nobody answers. */
  async function send<T>(what: string, body: unknown, instead = false): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        const answer = await ask<T>(path(what), { body, signal: AbortSignal.timeout(instead ? Soon : Patience) })
        reached(true)
        return answer
      } catch (error) {
        const lost = isLost(error)
        reached(!lost)
        if (!lost || instead || tries === Tries) throw error
        await pause(400 * 2 ** tries)
      }
    }
  }

  function reached(yes: boolean) {
    if (yes && away.value) outbox.soon()
    away.value = !yes
  }

  /** By the server where it answers, else the other way where there is one. */
  async function either<T>(online: (instead: boolean) => Promise<T>, offline: (() => Promise<T>) | null): Promise<T> {
    if (offline && away.value) return await offline()
    try {
      return await online(offline !== null)
    } catch (error) {
      if (offline && isLost(error)) return await offline()
      throw error
    }
  }

  /** Does one thing; what the server refuses is shown with what to do, and nothing is lost. */
  async function work(act: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      await act()
      return true
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) await signedOut()
      const [reason, status] = error instanceof ApiError ? [error.reason ?? reasonOf(error), error.status] : ['away', 0]
      shown.value = { at: 'refused', reason, status }
      note(reason, '', false)
      // The desk goes over to the round that is open by now; whoever stands there is scanned once more.
      if (reason === 'wrong-round') await refresh()
      return false
    } finally {
      busy.value = false
    }
  }

  function note(word: string, text: string, ok: boolean) {
    notes.unshift({ at: now(), text, word, ok })
    if (notes.length > LogMost) notes.pop()
    void roster.remember('log', notes)
  }
  watch(roster.ready, async ready => {
    const log = ready ? await roster.recall<Note[]>('log') : null
    if (log) notes.push(...log.slice(0, LogMost - notes.length))
  }, { immediate: true })
  outbox.hear(one => note(one.word, one.text, true))

  async function signedOut(): Promise<void> {
    await roster.end()
    leaveToSignIn()
  }

  let asked = 0
  /** `quiet`: while somebody types; then only people are shown. */
  async function find(text: string, quiet = false): Promise<void> {
    const mine = ++asked
    const look = async () => {
      const found = await either(instead => send<Found>('find', { text }, instead), local.value ? () => findHere(text) : null)
      if (mine !== asked) return
      if (found.staff) { shown.value = { at: 'staff', staff: found.staff }; return }
      const one = found.found.length === 1 && !found.more ? found.found[0] : undefined
      if (one) show(one)
      else if (found.found.length > 1 && found.found.every(person => person.by === 'Household')) shown.value = { at: 'home', people: found.found }
      else if (found.found.length) shown.value = { at: 'hits', people: found.found, more: found.more }
      else shown.value = { at: 'nobody', text }
    }
    if (!quiet) return void await work(look)
    try { await look() } catch (error) { if (!(error instanceof ApiError)) throw error }
  }

  /** On the desk's copy; a pass is read with the keys that lie beside it. */
  async function findHere(text: string): Promise<Found> {
    const people = local.value ?? []
    if (!text.startsWith('SO1:')) return lookUp(people, text, site) ?? refuse('too-short')
    if (!roster.book.value) return refuse('away')
    const reading = await readPass(text, roster.book.value, Date.now() / 1000)
    const why = flaw(reading)
    if (why !== null || reading.is !== 'valid') return refuse(why ?? 'not-a-pass')
    const one = holder(people, reading.claims.id)
    const unknown: Person = { person: '', pass: text, name: '', born: null, village: '', household: '', members: 1, walkIn: false, reason: null, by: 'Pass', standing: ofPass(outbox.mine.value, text, site, siteName.value) }
    return { found: [one ? onRoster(one, 'Pass', people) : unknown], more: false }
  }

  function show(person: Person) {
    shown.value = { at: 'person', person }
    if (verdict(person, site) === 'sampled') note('sampled', person.name, false)
  }

  const home = (person: Person) => work(async () => {
    const found = await either(instead => send<Found>('find', { text: person.household }, instead), local.value ? () => findHere(person.household) : null)
    shown.value = { at: 'home', people: found.found }
  })

  type Give = { person: Person; priority: Reason | null }[]
  const give = (people: Give) => work(async () => {
    const made = Math.round(now())
    const online = (instead: boolean) => send<{ tickets: DeskTicket[] }>('checkins', { people: people.map(one => one.person.pass ? { pass: one.person.pass, priority: one.priority } : { person: one.person.person, priority: one.priority }), made }, instead)
    const { tickets } = await either(online, outbox.keeps() ? () => giveHere(people, made) : null)
    given(people.length === 1 ? people[0]?.person ?? null : null, tickets)
    if (tickets.every(ticket => !ticket.kept)) roster.people.value = stood(people.map(one => one.person.person), tickets)
    people.forEach((one, at) => note(tickets[at]?.kept ? 'kept' : tickets[at]?.outcome ?? 'Refused', `${one.person.name} ${numbers([tickets[at]])}`.trim(), true))
    if (!away.value) void refresh()
  })

  async function giveHere(people: Give, made: number): Promise<{ tickets: DeskTicket[] }> {
    const tickets: DeskTicket[] = []
    for (const { person, priority } of people) {
      const said = nextSaid(line.value?.round ?? 0, site)
      if (await outbox.put({ kind: 'checkin', body: { ...(person.pass ? { pass: person.pass } : { person: person.person }), priority, made }, who: person.name, said }) === null) return refuse('storage')
      tickets.push(keptTicket(person.person, said))
    }
    return { tickets }
  }

  const keptTicket = (person: string, kept: number): DeskTicket => ({ person, outcome: 'Ticketed', ticket: 0, priority: null, site, siteName: siteName.value, reason: null, kept })

  /** What the server answered is known here too, for when it is away. */
  const stood = (people: string[], tickets: DeskTicket[]) => roster.people.value?.map(one => {
    const ticket = tickets[people.indexOf(one.person)]
    const last = ticket?.outcome === 'Sampled' ? 'Sampled' as const : 'Arrived' as const
    return ticket && ticket.outcome !== 'Refused' && ticket.outcome !== 'Busy' ? { ...one, standing: { last, site: ticket.site, siteName: ticket.siteName, ticket: ticket.ticket, priority: ticket.priority, at: Math.round(now()) } } : one
  }) ?? null

  interface WalkIn { person: Person; known: boolean; ticket: DeskTicket }
  const walkIn = (id: string, said: { name: string; identity: string; phone: string; born: number | null; priority: Reason | null }) => work(async () => {
    const body = { id, ...said, made: Math.round(now()) }
    const here = async (): Promise<WalkIn> => {
      const [number, who] = [nextSaid(line.value?.round ?? 0, site), masked(said.name)]
      if (await outbox.put({ kind: 'walkin', body, who, said: number }) === null) return refuse('storage')
      return { person: { person: id, name: who, born: said.born, village: '', household: '', members: 1, walkIn: true, reason: said.priority, by: 'Name', standing: null }, known: false, ticket: keptTicket(id, number) }
    }
    const taken = await either(instead => send<WalkIn>('walkins', body, instead), outbox.keeps() ? here : null)
    given(taken.person, [taken.ticket])
    note(taken.ticket.kept ? 'kept' : taken.known ? 'known' : 'walkin', `${taken.person.name} ${numbers([taken.ticket])}`, true)
    if (!taken.ticket.kept) void refresh()
  })

  function given(person: Person | null, tickets: DeskTicket[]) { shown.value = { at: 'given', person, tickets } }

  /** `from`: lower tickets are not called any more. */
  const call = (act: 'Next' | 'Recall' | 'Hold' | 'Resume' | 'NoShow', lane: number, ticket: number | null = null, from: number | null = null) => work(async () => {
    await send('calls', { id: uuid(), act, lane, ticket, made: Math.round(now()), from })
    await refresh()
  })

  async function refresh(): Promise<void> {
    try {
      const next = await ask<Line>(path('line', false), { signal: AbortSignal.timeout(Patience) })
      line.value = next
      learned.value = Date.now()
      holdLine(site, rehearsal, next)
      reached(true)
      if (own) void roster.of({ ...own, round: next.round })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401) return await signedOut()
      if (error.status === 0 || error.status >= 500) reached(false)
      else if (!line.value || error.reason === 'no-round') await closed(error)
    }
  }

  /** No round is open, or this is no desk of it: what was lent for it goes. */
  async function closed(error: ApiError): Promise<void> {
    if (line.value) await roster.end()
    line.value = null
    holdLine(site, rehearsal, null)
    shown.value = { at: 'refused', reason: error.reason ?? reasonOf(error), status: error.status }
  }

  const cutOff = () => { away.value = true }
  const heard = () => void refresh()
  onMounted(() => { window.addEventListener('offline', cutOff); window.addEventListener('online', heard) })
  onUnmounted(() => { window.removeEventListener('offline', cutOff); window.removeEventListener('online', heard) })
  // Without an answer it begins with what is known from before.
  if (line.value && own) void roster.of({ ...own, round: line.value.round })
  const follow = useFollow(() => line.value?.screen, () => void refresh())
  void refresh().then(follow.begin)
  onUnmounted(follow.end)
  return { session, site, line, shown, busy, away, notes, served, now, find, show, home, give, walkIn, call, refresh, outbox, roster, may: (person: Person) => may(person, site) }
}

const numbers = (tickets: (DeskTicket | undefined)[]) => tickets.map(ticket => !ticket || (ticket.ticket === 0 && !ticket.kept) ? '' : numberOf(ticket)).join(' ')

const refuse = (reason: string): never => { throw new ApiError(422, reason, '', null, {}, reason) }

const reasonOf = (error: ApiError) => ({ 0: 'away', 400: 'wrong', 403: 'forbidden', 404: 'no-site', 429: 'many', 503: 'away' })[error.status] ?? 'other'

/** Hears of every call at the site, from whichever desk; looks by itself every ten seconds, in case it hears nothing. */
function useFollow(screen: () => string | undefined, heard: () => void) {
  let events: EventSource | null = null
  let timer = 0
  function open() {
    const address = screen()
    if (!address || (events && events.readyState !== EventSource.CLOSED)) return
    const at = new URL(address)
    events = new EventSource(`/api/v1/public/sites/${at.pathname.split('/')[2]}/calls/live${at.search}`)
    events.addEventListener('calls', tell)
  }
  function begin() {
    open()
    timer = window.setInterval(() => { open(); heard() }, 10_000)
  }
  let version = -1
  function tell(event: MessageEvent<string>) {
    const next = (JSON.parse(event.data) as { calls: { version: number } }).calls.version
    if (next === version) return
    version = next
    heard()
  }
  function end() { events?.close(); window.clearInterval(timer) }
  return { begin, end }
}
