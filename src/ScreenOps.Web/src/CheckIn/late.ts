import { ApiError } from '../api/http'
import type { Place } from './deskKeep'
import type { DeskTicket, Person, Reason } from './desk'

/** Why something that was done without a network could not be booked as it was done: a word, what it is about, and where. `detail`: the server's own sentence, where no word is known. */
export interface Trouble { word: string; where?: string; detail?: string }

/** Somebody checked in without a network; `pass` where this device does not know whose it is. `said`: the number that they were told. */
export interface LateArrival { kind: 'checkin'; body: { person?: string; pass?: string; priority: Reason | null; made: number }; who: string; said: number }
/** Somebody who is on no list; the id was made here and becomes the person's, unless the identity number is a resident's. */
export interface LateWalkIn { kind: 'walkin'; body: { id: string; name: string; identity: string; phone: string; born: number | null; priority: Reason | null; made: number }; who: string; said: number }
/** An act with a tube, as Samples makes it; its id stays over retries. */
export interface LateTube { kind: 'tube'; body: { id: string; kind: string; barcode: string; made: number; person?: string; pass?: string; ticket?: number; to?: string; site?: string }; who: string; said: 0 }
export type Late = LateArrival | LateWalkIn | LateTube

/** `number`: given by the disk, 1, 2, 3 … in the order in which they were done. `trouble`: the server knows it, and somebody has to see to it. */
export type Kept = Late & { number: number; place: Place; trouble: Trouble | null }

/** What became of one: booked (and how, for the desk's log), in trouble, or to be sent again. */
export type Settled = { is: 'booked'; word: string; text: string; also?: { from: string; to: string } } | { is: 'trouble'; trouble: Trouble } | { is: 'again' }

/** The server takes so many in one request. */
const Most: Record<Kept['kind'], number> = { checkin: 20, walkin: 1, tube: 50 }

export const waiting = (acts: readonly Kept[]): Kept[] => acts.filter(act => act.trouble === null)

/** What goes together next: the first that waits and those of its kind that follow it at once. */
export function due(acts: readonly Kept[]): Kept[] {
  const open = waiting(acts), kind = open[0]?.kind
  if (!kind) return []
  const other = open.findIndex(act => act.kind !== kind)
  const run = open.slice(0, Math.min(Most[kind], other < 0 ? open.length : other))
  // Nobody is twice in one request.
  const twice = kind === 'checkin' ? run.findIndex((act, at) => run.slice(0, at).some(before => key(before) === key(act))) : -1
  return twice < 0 ? run : run.slice(0, twice)
}

const key = (act: Kept) => act.kind === 'checkin' ? act.body.person ?? act.body.pass : ''

export function request(place: Place, run: readonly Kept[]): { path: string; body: unknown } {
  const first = run[0]!
  const of = `rounds/${place.round}/desks/${encodeURIComponent(place.site)}`
  if (first.kind === 'walkin') return { path: `${of}/walkins`, body: first.body }
  if (first.kind === 'tube') return { path: `rounds/${place.round}/tubes/acts`, body: { acts: run.map(act => act.body) } }
  return { path: `${of}/checkins`, body: { people: run.map(act => act.body), made: first.body.made } }
}

/** What the answer says of each that was sent, in order. */
export function settled(run: readonly Kept[], answer: unknown): Settled[] {
  const first = run[0]!
  if (first.kind === 'walkin') {
    const { person, ticket } = answer as { person: Person; ticket: DeskTicket }
    const one = ofTicket(first, ticket)
    return [one.is === 'booked' && person.person !== first.body.id ? { ...one, word: 'known', also: { from: first.body.id, to: person.person } } : one]
  }
  if (first.kind === 'checkin') return run.map((act, at) => ofTicket(act, (answer as { tickets: DeskTicket[] }).tickets[at]))
  return run.map((act, at) => ofTube(act as LateTube & Kept, (answer as { answers: TubeAnswer[] }).answers[at]))
}

function ofTicket(act: Kept, ticket: DeskTicket | undefined): Settled {
  switch (ticket?.outcome) {
    case 'Ticketed': case 'Already': case 'Moved':
      return { is: 'booked', word: ticket.outcome, text: `L${act.said} → ${ticket.priority === null ? ticket.ticket : `P${ticket.priority}`} ${act.who}` }
    case 'Sampled': return { is: 'trouble', trouble: { word: 'sampled', where: ticket.siteName } }
    case 'Refused': return { is: 'trouble', trouble: { word: ticket.reason ?? 'other', where: ticket.siteName } }
    default: return { is: 'again' }
  }
}

interface TubeAnswer { outcome: string; cure: string | null; in: string | null }

function ofTube(act: LateTube, answer: TubeAnswer | undefined): Settled {
  if (!answer || answer.outcome === 'Busy') return { is: 'again' }
  if (answer.outcome === 'Done' || answer.outcome === 'Already') return { is: 'booked', word: `tube${act.body.kind}`, text: `${act.body.barcode} ${act.who}`.trim() }
  return { is: 'trouble', trouble: { word: `tube-${answer.outcome}`, ...(answer.in ? { where: answer.in } : {}), ...(answer.cure ? { detail: answer.cure } : {}) } }
}

/** A request that the server refused as a whole: what it said is the first one's trouble; the others go on without it. Null: it is not refused, it is sent again. */
export function refusedWhole(error: ApiError): Trouble | null {
  if (error.status === 0 || error.status === 401 || error.status === 403 || error.status === 408 || error.status === 429 || error.status >= 500) return null
  return { word: error.reason ?? 'other', detail: error.detail || Object.values(error.errors).flat().join(' ') || error.title }
}

/** What is left once some were settled: the booked are gone, those in trouble stay until somebody saw to them, and whoever turned out to be somebody else is named so in what follows. */
export function after(acts: readonly Kept[], run: readonly Kept[], told: readonly Settled[]): { gone: number[]; changed: Kept[]; acts: Kept[] } {
  const gone: number[] = [], changed = new Map<number, Kept>()
  run.forEach((act, at) => {
    const one = told[at]
    if (one?.is === 'booked') gone.push(act.number)
    else if (one?.is === 'trouble') changed.set(act.number, { ...act, trouble: one.trouble })
  })
  const others = told.flatMap(one => one.is === 'booked' && one.also ? [one.also] : [])
  const left = acts.filter(act => !gone.includes(act.number)).map(act => {
    const other = others.find(also => 'person' in act.body && act.body.person === also.from)
    const next = changed.get(act.number) ?? act
    if (!other || next.kind === 'walkin') return next
    const named = { ...next, body: { ...next.body, person: other.to } } as Kept
    changed.set(act.number, named)
    return named
  })
  return { gone, changed: [...changed.values()], acts: left }
}

/** Acts in trouble with one tube stand together: what mends one mends all of them. */
export const troubles = (acts: readonly Kept[]): { barcode: string | null; acts: Kept[] }[] => {
  const groups = new Map<string, { barcode: string | null; acts: Kept[] }>()
  for (const act of acts.filter(one => one.trouble !== null)) {
    const barcode = act.kind === 'tube' ? act.body.barcode : null, name = barcode ?? `${act.number}`
    groups.set(name, { barcode, acts: [...groups.get(name)?.acts ?? [], act] })
  }
  return [...groups.values()]
}

const Relabelled = ['BarcodeUsed', 'OtherSite', 'OtherRound', 'UnknownTube', 'Full', 'Closed'].map(word => `tube-${word}`)
/** Whether a label of its own for the tube mends it: the barcode that was scanned is another tube's. */
export const wantsLabel = (acts: readonly Kept[]): boolean => acts.some(act => act.kind === 'tube' && Relabelled.includes(act.trouble?.word ?? ''))

/**
 * The tube got a new label: all that is still to be booked of the old barcode is booked under the new one, as new acts in their old places. Who was put in without the
 * tube's opening being held here any more (another desk opened it) gets an opening before the first.
 */
export function relabel(acts: readonly Kept[], barcode: string, to: string, site: string, id: () => string): { changed: Kept[]; opens: LateTube['body'] | null } {
  const mine = acts.filter((act): act is LateTube & Kept => act.kind === 'tube' && act.body.barcode === barcode)
  const changed = mine.map(act => ({ ...act, trouble: null, body: { ...act.body, id: id(), barcode: to } }))
  const first = mine[0]
  return { changed, opens: !first || mine.some(act => act.body.kind === 'Open') ? null : { id: id(), kind: 'Open', barcode: to, made: first.body.made, site } }
}
