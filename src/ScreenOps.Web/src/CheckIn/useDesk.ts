import { computed, onUnmounted, reactive, ref, shallowRef } from 'vue'
import { ApiError, ask } from '../api/http'
import { uuid } from '../ui/device'
import { may, verdict, type DeskTicket, type Line, type Person, type Reason } from './desk'

export interface Session { name: string; grant: string; site: string | null }

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

export interface Note { at: number; text: string; word: string; ok: boolean }

/** An answer that may be lost is asked for so often; the request is the same each time, and so is its effect. */
const Tries = 4
const pause = (ms: number) => new Promise(done => window.setTimeout(done, ms))

/** One site's desk: whom it looks at, and what it does with them. */
export function useDesk(session: Session, site: string, rehearsal: boolean) {
  const line = shallowRef<Line | null>(null)
  const learned = ref(0)
  const shown = shallowRef<Shown>({ at: 'idle' })
  const busy = ref(false)
  const away = ref(false)
  const notes = reactive<Note[]>([])
  const query = rehearsal ? '?rehearsal=true' : ''
  const path = (what: string) => `desk/${encodeURIComponent(site)}/${what}${query}`
  /** The round's time at this moment. */
  const now = () => line.value ? line.value.now + (performance.now() - learned.value) * line.value.speed : Date.now()
  const served = computed(() => notes.filter(note => note.ok).length)

  async function send<T>(what: string, body: unknown): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        const answer = await ask<T>(path(what), { body, signal: AbortSignal.timeout(15_000) })
        away.value = false
        return answer
      } catch (error) {
        const lost = !(error instanceof ApiError) || error.status === 0 || error.status === 503
        away.value = lost
        if (!lost || tries === Tries) throw error
        await pause(400 * 2 ** tries)
      }
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
      if (error instanceof ApiError && error.status === 401) window.location.replace('/in')
      const [reason, status] = error instanceof ApiError ? [error.reason ?? reasonOf(error), error.status] : ['away', 0]
      shown.value = { at: 'refused', reason, status }
      note(reason, '', false)
      return false
    } finally {
      busy.value = false
    }
  }

  function note(word: string, text: string, ok: boolean) {
    notes.unshift({ at: now(), text, word, ok })
    if (notes.length > 200) notes.pop()
  }

  let asked = 0
  /** `quiet`: while somebody types; then only people are shown. */
  async function find(text: string, quiet = false): Promise<void> {
    const mine = ++asked
    const look = async () => {
      const found = await send<{ found: Person[]; more: boolean }>('find', { text })
      if (mine !== asked) return
      const one = found.found.length === 1 && !found.more ? found.found[0] : undefined
      if (one) show(one)
      else if (found.found.length > 1 && found.found.every(person => person.by === 'Household')) shown.value = { at: 'home', people: found.found }
      else if (found.found.length) shown.value = { at: 'hits', people: found.found, more: found.more }
      else shown.value = { at: 'nobody', text }
    }
    if (!quiet) return void await work(look)
    try { await look() } catch (error) { if (!(error instanceof ApiError)) throw error }
  }

  function show(person: Person) {
    shown.value = { at: 'person', person }
    if (verdict(person, site) === 'sampled') note('sampled', person.name, false)
  }

  const home = (person: Person) => work(async () => {
    const found = await send<{ found: Person[] }>('find', { text: person.household })
    shown.value = { at: 'home', people: found.found }
  })

  const give = (people: { person: Person; priority: Reason | null }[]) => work(async () => {
    const { tickets } = await send<{ tickets: DeskTicket[] }>('checkins', { people: people.map(one => ({ person: one.person.person, priority: one.priority })), made: Math.round(now()) })
    given(people.length === 1 ? people[0]?.person ?? null : null, tickets)
    people.forEach((one, at) => note(tickets[at]?.outcome ?? 'Refused', `${one.person.name} ${numbers([tickets[at]])}`, true))
    void refresh()
  })

  const walkIn = (id: string, said: { name: string; identity: string; phone: string; born: number | null; priority: Reason | null }) => work(async () => {
    const taken = await send<{ person: Person; known: boolean; ticket: DeskTicket }>('walkins', { id, ...said, made: Math.round(now()) })
    given(taken.person, [taken.ticket])
    note(taken.known ? 'known' : 'walkin', `${taken.person.name} ${numbers([taken.ticket])}`, true)
    void refresh()
  })

  function given(person: Person | null, tickets: DeskTicket[]) { shown.value = { at: 'given', person, tickets } }

  /** `from`: lower tickets are not called any more. */
  const call = (act: 'Next' | 'Recall' | 'Hold' | 'Resume' | 'NoShow', lane: number, ticket: number | null = null, from: number | null = null) => work(async () => {
    await send('calls', { id: uuid(), act, lane, ticket, made: Math.round(now()), from })
    await refresh()
  })

  async function refresh(): Promise<void> {
    try {
      line.value = await ask<Line>(path('line'))
      learned.value = performance.now()
      away.value = false
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401) window.location.replace('/in')
      if (error.status === 0 || error.status >= 500) away.value = true
      else if (!line.value) shown.value = { at: 'refused', reason: error.reason ?? reasonOf(error), status: error.status }
    }
  }

  const follow = useFollow(() => line.value?.screen, () => void refresh())
  void refresh().then(follow.begin)
  onUnmounted(follow.end)
  return { session, site, line, shown, busy, away, notes, served, now, find, show, home, give, walkIn, call, refresh, may: (person: Person) => may(person, site) }
}

const numbers = (tickets: (DeskTicket | undefined)[]) => tickets.map(ticket => !ticket || ticket.ticket === 0 ? '' : ticket.priority === null ? `${ticket.ticket}` : `P${ticket.priority}`).join(' ')

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
