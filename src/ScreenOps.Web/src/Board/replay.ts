import type { QueueMinute } from './minutes'
import type { Health, SiteState } from './state'

/** Which minutes of a round can be shown; minutes are unix time / 60 s on the round's clock. */
export interface ReplayHead { round: number; name: string; rehearsal: boolean; speed: number; open: boolean; first: number; last: number }

const names = ['status', 'lanes', 'queue', 'arrived', 'implied', 'sampled', 'left', 'corrected', 'rate', 'low', 'high', 'likely', 'in30', 'health', 'why', 'reported', 'called', 'tickets'] as const
type Name = typeof names[number]
type Told = { site: string; lanesPlanned: number } & Record<Name, number[]>

/** An hour as the server tells it: every column a number a minute, each but the first as its difference to the one before. */
export interface ReplayPage { round: number; from: number; minutes: number; reasons: string[]; sites: Told[] }

export const healths: readonly Health[] = ['Calm', 'Closed', 'Stale', 'Watch', 'Act', 'Paused']
export const statuses: Record<number, SiteState['status']> = { 0: 'NotOpened', 6: 'Open', 7: 'Paused', 8: 'Closed' }

interface Strip { site: string; lanesPlanned: number; columns: Record<Name, Int32Array> }

/** All minutes of a round, each a look away. `from`: some minutes before anything happened. `why`: what the column of that name points to. */
export interface Reel { round: number; first: number; from: number; last: number; strips: Strip[]; why: string[][] }

const Lead = 10

export function reelOf(head: ReplayHead, pages: readonly ReplayPage[]): Reel {
  const length = Math.max(0, head.last - head.first + 1)
  const strips = new Map<string, Strip>()
  const why: string[][] = [[]]
  for (const page of pages)
    for (const told of page.sites) {
      const strip = strips.get(told.site) ?? empty(told, length)
      strips.set(told.site, strip)
      for (const name of names) fill(strip.columns[name], told[name], page.from - head.first, name === 'why' ? bits => intern(why, page.reasons, bits) : same)
    }
  const all = [...strips.values()]
  const begun = Math.min(length - 1, ...all.map(s => s.columns.reported.findIndex(at => at > 0)).filter(at => at >= 0))
  return { round: head.round, first: head.first, from: head.first + Math.max(0, begun - Lead), last: head.last, strips: all, why }
}

const same = (value: number) => value
const empty = (told: Told, length: number): Strip => ({
  site: told.site, lanesPlanned: told.lanesPlanned, columns: Object.fromEntries(names.map(name => [name, new Int32Array(length)])) as Record<Name, Int32Array>,
})

function fill(column: Int32Array, told: readonly number[], at: number, as: (value: number) => number) {
  let value = 0
  told.forEach((step, minute) => {
    value += step
    column[at + minute] = as(value)
  })
}

function intern(why: string[][], words: readonly string[], bits: number): number {
  if (bits === 0) return 0
  const reasons = words.filter((_, bit) => bits >> bit & 1)
  const known = why.findIndex(held => held.join() === reasons.join())
  return known >= 0 ? known : why.push(reasons) - 1
}

/** What screens showed of every site at a minute. */
export function statesAt(reel: Reel, minute: number): SiteState[] {
  const at = Math.min(reel.last, Math.max(reel.first, minute)) - reel.first
  return reel.strips.map(({ site, lanesPlanned, columns: c }) => {
    const of = (name: Name) => c[name][at] ?? 0
    return {
      round: reel.round, site, epoch: 0, version: 0, status: statuses[of('status')] ?? 'NotOpened', lanes: of('lanes'), lanesPlanned,
      queue: of('queue'), arrived: of('arrived'), implied: of('implied'), sampled: of('sampled'), left: of('left'), corrected: of('corrected'), ratePerHour: of('rate'),
      wait: of('low') < 0 ? null : { low: of('low'), high: of('high'), likely: of('likely') }, waitIn30: of('in30') < 0 ? null : of('in30'),
      health: healths[of('health')] ?? 'Calm', reasons: reel.why[of('why')] ?? [], reportedAt: of('reported') * 1000, called: of('called'), tickets: of('tickets'),
    }
  })
}

/** What was booked in each minute before `minute`, of one site or of all, with the queue at its end: what was known then, so a late count stands where it came in. */
export function minutesTo(reel: Reel, minute: number, site: string | null): QueueMinute[] {
  const strips = site === null ? reel.strips : reel.strips.filter(s => s.site === site)
  const sum = (name: Name, at: number) => strips.reduce((all, s) => all + (s.columns[name][at] ?? 0), 0)
  const told: QueueMinute[] = []
  for (let at = reel.from - reel.first + 1; at <= minute - reel.first; at++) {
    const step = (name: Name) => sum(name, at) - sum(name, at - 1)
    told.push({ minute: reel.first + at - 1, arrived: step('arrived'), implied: step('implied'), sampled: step('sampled'), left: step('left'), queue: sum('queue', at) })
  }
  return told
}

/** People waiting in the whole district, a number for each minute from `reel.from` on. */
export function queueLine(reel: Reel): number[] {
  const line: number[] = []
  for (let at = reel.from - reel.first; at <= reel.last - reel.first; at++) line.push(reel.strips.reduce((all, s) => all + (s.columns.queue[at] ?? 0), 0))
  return line
}

export interface ReplayEvent { minute: number; site: string; what: 'Open' | 'Paused' | 'Closed' | 'Act' | 'Stale' }

/** Sites that opened, paused or closed, and those that began to need a person; in the order of time. */
export function eventsOf(reel: Reel): ReplayEvent[] {
  const events: ReplayEvent[] = []
  for (const { site, columns: c } of reel.strips)
    for (let at = Math.max(1, reel.from - reel.first); at <= reel.last - reel.first; at++) {
      const what = changed(statuses[c.status[at - 1]!], statuses[c.status[at]!], healths[c.health[at - 1]!], healths[c.health[at]!])
      if (what) events.push({ minute: reel.first + at, site, what })
    }
  return events.sort((a, b) => a.minute - b.minute || a.site.localeCompare(b.site))
}

function changed(was: SiteState['status'] | undefined, is: SiteState['status'] | undefined, before: Health | undefined, after: Health | undefined): ReplayEvent['what'] | null {
  if (was !== is) return is === 'Open' || is === 'Paused' || is === 'Closed' ? is : null
  return before !== after && (after === 'Act' || after === 'Stale') ? after : null
}

/** The nearest minute after (1) or before (-1) this one in which something happened. */
export function eventFrom(events: readonly ReplayEvent[], minute: number, way: 1 | -1): number | null {
  const found = way > 0 ? events.find(e => e.minute > minute) : events.findLast(e => e.minute < minute)
  return found?.minute ?? null
}
