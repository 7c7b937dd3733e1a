export { span } from '../ui/wait'
export type Health = 'Calm' | 'Closed' | 'Stale' | 'Watch' | 'Act' | 'Paused'

/** A site as the board tells it; times are unix milliseconds on the round's clock. */
export interface SiteState {
  round: number; site: string; epoch: number; version: number; status: 'NotOpened' | 'Open' | 'Paused' | 'Closed'; lanes: number; lanesPlanned: number
  queue: number; arrived: number; implied: number; sampled: number; left: number; corrected: number; ratePerHour: number
  wait: { low: number; high: number; likely: number } | null; waitIn30: number | null
  health: Health; reasons: string[]; reportedAt: number; called: number; tickets: number
}

export interface Snapshot { round: number; roundName: string; rehearsal: boolean; now: number; speed: number; sites: SiteState[] }

/** What does not change while people queue; coordinates are WGS-84. */
export interface SiteInfo { code: string; name: string; village: string; latitude: number; longitude: number; population: number; lanesPlanned: number; address: string; retired: boolean }

export interface SiteRow extends SiteState { info: SiteInfo }

export interface Thresholds { watchMinutes: number; actMinutes: number }

/** Most urgent first, as lists and legends show them. */
export const order: readonly Health[] = ['Paused', 'Act', 'Stale', 'Watch', 'Calm', 'Closed']

/** Paused sites need a person as much as those that wait too long: one group. */
export type Group = 'Act' | 'Stale' | 'Watch' | 'Calm' | 'Closed'
export const groups: readonly Group[] = ['Act', 'Stale', 'Watch', 'Calm', 'Closed']
export const groupOf = (health: Health): Group => health === 'Paused' ? 'Act' : health

const rank = Object.fromEntries(order.map((health, at) => [health, at])) as Record<Health, number>

/** By what needs a person first, then by the longer wait, then by code: Latin letters, whose order needs no language. */
export const byNeed = (a: SiteState, b: SiteState) =>
  rank[a.health] - rank[b.health] || (b.wait?.likely ?? -1) - (a.wait?.likely ?? -1) || (a.site < b.site ? -1 : a.site > b.site ? 1 : 0)

/** States with what is known of their sites; a state of a site that is not in the book yet stands under its code. */
export function join(states: ReadonlyMap<string, SiteState>, infos: readonly SiteInfo[]): SiteRow[] {
  const book = new Map(infos.map(info => [info.code, info]))
  return [...states.values()].map(state => ({ ...state, info: book.get(state.site) ?? nameless(state) }))
}

/** Without a report for so long a site's figures are old, as the server judges it too. */
const Silent = 5 * 60_000

/**
 * The same rows as they are by the page's own clock: while the feed stalls nobody else says that a site has fallen silent. The rows themselves where
 * none has.
 */
export function aged(rows: readonly SiteRow[], now: number): readonly SiteRow[] {
  const silent = (row: SiteRow) => row.status === 'Open' && row.health !== 'Stale' && now - row.reportedAt >= Silent
  return rows.some(silent) ? rows.map(row => silent(row) ? { ...row, health: 'Stale', reasons: ['no-report', ...row.reasons] } : row) : rows
}

export const nameless = (s: SiteState): SiteInfo => ({ code: s.site, name: s.site, village: s.site, latitude: NaN, longitude: NaN, population: 0, lanesPlanned: s.lanesPlanned, address: '', retired: false })

const level = (minutes: number, t: Thresholds) => minutes >= t.actMinutes ? 2 : minutes >= t.watchMinutes ? 1 : 0

/** Where the wait goes in half an hour if nobody acts; `worse`: it passes a boundary on the way. */
export function trend(row: SiteState, thresholds: Thresholds): { minutes: number; way: 'up' | 'down' | 'flat'; worse: boolean } | null {
  if (row.status !== 'Open' || !row.wait || row.waitIn30 === null || row.health === 'Stale') return null
  const step = row.waitIn30 - row.wait.likely
  return { minutes: row.waitIn30, way: step > 1 ? 'up' : step < -1 ? 'down' : 'flat', worse: level(row.waitIn30, thresholds) > level(row.wait.likely, thresholds) }
}

export interface Totals { sampled: number; due: number; queue: number; ratePerHour: number; longest: SiteRow | null; heard: number; sites: number; finish: number | null }

const MinuteHeard = 60_000

/** The district as a whole. `finish`: when all would be sampled at the rate of now, on the round's clock; null while nobody samples. */
export function totals(rows: readonly SiteRow[], now: number): Totals {
  const all = { sampled: 0, due: 0, ratePerHour: 0, queue: 0, heard: 0, longest: null as SiteRow | null }
  for (const row of rows) {
    all.sampled += row.sampled
    all.due += row.info.population
    all.ratePerHour += row.ratePerHour
    all.queue += row.queue
    if (row.reportedAt > 0 && now - row.reportedAt < MinuteHeard) all.heard++
    if (row.status === 'Open' && row.wait && row.wait.likely > (all.longest?.wait?.likely ?? 0)) all.longest = row
  }
  const { sampled, due, ratePerHour } = all
  return {
    ...all, sites: rows.length,
    finish: ratePerHour > 0 && due > sampled ? now + (due - sampled) / ratePerHour * 3_600_000 : null,
  }
}

/** Seconds under a minute, then whole minutes; null: never. */
export function ageOf(reportedAt: number, now: number): { unit: 'seconds' | 'minutes'; n: number } | null {
  if (reportedAt === 0) return null
  const seconds = Math.max(0, Math.floor((now - reportedAt) / 1000))
  return seconds < 60 ? { unit: 'seconds', n: seconds } : { unit: 'minutes', n: Math.floor(seconds / 60) }
}
