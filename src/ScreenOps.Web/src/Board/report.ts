import type { Cell } from '../ui/csv'
import type { QueueMinute } from './minutes'

/** Waits of many people, minutes; null where nobody waited. */
export interface Spread { people: number; mean: number | null; median: number | null; ninety: number | null; longest: number | null; calm: number; act: number }

export interface Place { code: string; name: string; village: string; sites: number; due: number; lanesPlanned: number; arrived: number; sampled: number; left: number; late: number; peak: number; peakAt: number | null; first: number | null; last: number | null; waits: Spread }
export interface Quarter { from: number; arrived: number; sampled: number; queue: number; waits: Spread }
export interface Staff { shift: string; role: string; seats: number; planned: number; came: number; missed: number; declined: number; released: number }
export interface Move { made: number; giver: string; taker: string; people: number; undone: boolean; giverWith: number; takerWithout: number; takerWith: number; giverReal: number | null; takerReal: number | null }
export interface Alert { site: string; cause: string; severity: string; raised: number; taken: number | null; arrived: number | null; ended: number | null; how: string | null; escalated: number }
export interface Tubes { tubes: number; people: number; trouble: number; boxes: number; sealed: number; received: number; late: number; tooLate: number; medianMinutes: number | null; longestMinutes: number | null }

/** What was true in a round, as the server adds it up; minutes are unix time / 60 s on the round's clock. */
export interface Report {
  round: number; name: string; district: string; state: 'Draft' | 'Open' | 'Closed' | 'Sealed'; rehearsal: boolean; day: string; opened: number | null; closed: number | null; now: number; watchMinutes: number; actMinutes: number
  whole: Place; villages: Place[]; sites: Place[]; minutes: QueueMinute[]; quarters: Quarter[]; staff: Staff[]; moves: Move[]; alerts: Alert[]; alertsRaised: number; tubes: Tubes
}

type Say = (key: string, values?: Record<string, string | number>) => string
type Clock = (at: number) => string

/** How much of the due was done, in percent; null where nothing is due. */
export const share = (place: Place) => place.due > 0 ? place.sampled / place.due * 100 : null

/** Sampled people an hour between the first and the last sample. */
export const pace = (place: Place) => place.first === null || place.last === null ? null : Math.round(place.sampled / Math.max(1, place.last - place.first + 1) * 60)

const at = (clock: Clock, minute: number | null) => minute === null ? '' : clock(minute * 60_000)
const rounded = (value: number | null) => value === null ? null : Math.round(value * 10) / 10

export interface Table { name: 'sites' | 'villages' | 'minutes' | 'quarters' | 'staff' | 'moves' | 'alerts' | 'tubes'; head: string[]; rows: Cell[][] }

/** The tables beside the page, with the words of the page at their heads. Times of day are the district's. */
export function tables(report: Report, t: Say, clock: Clock): Table[] {
  const head = (...keys: string[]) => keys.map(key => t(`report.${key}`))
  const waits = ['median', 'ninety', 'longest', 'mean', 'waited', 'calm', 'act']
  const spread = (s: Spread): Cell[] => [s.median, s.ninety, s.longest, rounded(s.mean), s.people, s.calm, s.act]
  const place = (p: Place): Cell[] => [p.due, p.arrived, p.sampled, rounded(share(p)), p.left, p.late, p.peak, at(clock, p.peakAt), at(clock, p.first), at(clock, p.last), pace(p), ...spread(p.waits)]
  const places = ['due', 'arrived', 'sampled', 'share', 'left', 'late', 'peak', 'peakAt', 'first', 'last', 'pace', ...waits]
  return [
    { name: 'sites', head: head('code', 'site', 'village', 'lanes', ...places), rows: report.sites.map(p => [p.code, p.name, p.village, p.lanesPlanned, ...place(p)]) },
    { name: 'villages', head: head('village', 'sites', ...places), rows: report.villages.map(p => [p.name, p.sites, ...place(p)]) },
    { name: 'minutes', head: head('minute', 'time', 'arrived', 'sampled', 'left', 'queue'), rows: report.minutes.map(m => [new Date(m.minute * 60_000).toISOString(), at(clock, m.minute), m.arrived + m.implied, m.sampled, m.left, m.queue]) },
    { name: 'quarters', head: head('from', 'arrived', 'sampled', 'queue', ...waits), rows: report.quarters.map(q => [at(clock, q.from), q.arrived, q.sampled, q.queue, ...spread(q.waits)]) },
    { name: 'staff', head: head('shift', 'role', 'seats', 'planned', 'came', 'missed', 'declined', 'released'), rows: report.staff.map(s => [s.shift, t(`districts.role.${s.role}`), s.seats, s.planned, s.came, s.missed, s.declined, s.released]) },
    { name: 'moves', head: head('time', 'giver', 'taker', 'people', 'undone', 'giverWith', 'giverReal', 'takerWithout', 'takerWith', 'takerReal'), rows: report.moves.map(m => [clock(m.made), m.giver, m.taker, m.people, m.undone ? 1 : 0, rounded(m.giverWith), m.giverReal, rounded(m.takerWithout), rounded(m.takerWith), m.takerReal]) },
    { name: 'alerts', head: head('time', 'site', 'cause', 'severity', 'taken', 'arrivedThere', 'ended', 'how', 'escalated'), rows: report.alerts.map(a => [clock(a.raised), a.site, t(`requests.cause.${a.cause}`), t(`requests.severity.${a.severity}`), a.taken && clock(a.taken), a.arrived && clock(a.arrived), a.ended && clock(a.ended), a.how && t(`requests.end.${a.how}`), a.escalated]) },
    { name: 'tubes', head: head('tubes', 'inTubes', 'trouble', 'boxes', 'sealed', 'received', 'transportLate', 'transportTooLate', 'transportMedian', 'transportLongest'), rows: [pick(report.tubes)] },
  ]
}

const pick = (u: Tubes): Cell[] => [u.tubes, u.people, u.trouble, u.boxes, u.sealed, u.received, u.late, u.tooLate, u.medianMinutes, u.longestMinutes]

export interface Answered { cause: string; count: number; taken: number; toTaken: number | null; toEnd: number | null; escalated: number }

/** Alerts by cause, the most frequent first; minutes are medians over those that came so far. */
export function answered(alerts: readonly Alert[]): Answered[] {
  const by = new Map<string, Alert[]>()
  for (const alert of alerts) by.set(alert.cause, [...by.get(alert.cause) ?? [], alert])
  const minutes = (all: Alert[], to: (a: Alert) => number | null) => median(all.flatMap(a => { const end = to(a); return end === null ? [] : [Math.max(0, end - a.raised) / 60_000] }))
  return [...by].map(([cause, all]) => ({ cause, count: all.length, taken: all.filter(a => a.taken !== null).length, toTaken: minutes(all, a => a.taken), toEnd: minutes(all, a => a.ended), escalated: all.filter(a => a.escalated > 0).length }))
    .sort((a, b) => b.count - a.count || a.cause.localeCompare(b.cause))
}

function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? null : Math.round(sorted[Math.floor((sorted.length - 1) / 2)]! * 10) / 10
}
