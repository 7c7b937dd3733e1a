import type { QueueMinute } from './minutes'
import { byNeed, groupOf, type SiteRow } from './state'

export const views = ['map', 'sites', 'day'] as const
export type View = typeof views[number]

/** Seconds that a view stays; an address may say otherwise (?every=). */
export const everyOf = (asked: unknown) => Math.min(600, Math.max(5, Number(asked) || 20))

/** The view that an address names, else the first. */
export const viewOf = (asked: unknown): View => views.find(v => v === asked) ?? views[0]

export const nextView = (view: View, way: 1 | -1): View => views[(views.indexOf(view) + way + views.length) % views.length]!

/** What needs a person, as far as it fits; and how many of each kind do not stand there. */
export function needing(rows: readonly SiteRow[], fits: number): { shown: SiteRow[]; more: number; calm: number; closed: number } {
  const need = rows.filter(row => groupOf(row.health) !== 'Calm' && groupOf(row.health) !== 'Closed').sort(byNeed)
  return { shown: need.slice(0, fits), more: Math.max(0, need.length - fits), calm: rows.filter(r => r.health === 'Calm').length, closed: rows.filter(r => r.health === 'Closed').length }
}

/** Most sites that one screen shows as tiles that are read from afar. */
export const TilesMost = 48

/** All sites by need, a screen of them at a time; pages take turns each time the view comes round. */
export function tilesOf(rows: readonly SiteRow[], turn: number): { shown: SiteRow[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / TilesMost))
  const page = turn % pages
  return { shown: [...rows].sort(byNeed).slice(page * TilesMost, (page + 1) * TilesMost), page, pages }
}

export interface Day { from: number; to: number; arrived: number[]; sampled: number[]; queue: number[] }

/** The district's day in steps of five minutes: people a minute, and the queue at their end. A step that is not over by `now` (unix time / 60 s) has a queue only. */
export function dayOf(minutes: readonly QueueMinute[], now: number, step = 5): Day {
  const first = minutes[0]
  const last = minutes.at(-1)
  if (!first || !last) return { from: 0, to: 0, arrived: [], sampled: [], queue: [] }
  const from = Math.floor(first.minute / step) * step
  const length = Math.floor((last.minute - from) / step) + 1
  const day: Day = { from, to: from + length * step, arrived: Array<number>(length).fill(0), sampled: Array<number>(length).fill(0), queue: Array<number>(length).fill(-1) }
  for (const m of minutes) {
    const at = Math.floor((m.minute - from) / step)
    day.arrived[at]! += (m.arrived + m.implied) / step
    day.sampled[at]! += m.sampled / step
    day.queue[at] = m.queue
  }
  if (now < day.to && length > 1) for (const flow of [day.arrived, day.sampled]) flow.pop()
  day.queue.forEach((queue, at) => { if (queue < 0) day.queue[at] = day.queue[at - 1] ?? 0 })
  return day
}
