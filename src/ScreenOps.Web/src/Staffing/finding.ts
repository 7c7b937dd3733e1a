import type { Left, Place, Plan, PlanSite, Seat } from './plan'
import { placeKey } from './plan'

/** What a tired eye looks for: seats without a person, who said no, who has not said yes, what was set by hand. */
export type Need = 'empty' | 'away' | 'unanswered' | 'locked'
export const needs: readonly Need[] = ['empty', 'away', 'unanswered', 'locked']

const at = (site: PlanSite, s: Seat): Place => ({ site: site.site, shift: s.shift, role: s.role, seat: s.seat })

/** Keys of the seats that a need is about. A seat that somebody left counts while nobody else has it. */
export function needing(plan: Plan, need: Need): Set<string> {
  const away = new Set(plan.away.filter(a => a.state !== 'Released').map(placeKey))
  const is = (s: Seat, key: string) => need === 'empty' ? s.state === null : need === 'away' ? s.state === null && away.has(key) : need === 'locked' ? s.locked : s.state === 'Published'
  return new Set(plan.sites.flatMap(site => site.seats.map(s => [s, placeKey(at(site, s))] as const).filter(([s, key]) => is(s, key)).map(([, key]) => key)))
}

const has = (text: string, words: string) => text.toLowerCase().includes(words)

export interface Found { sites: Set<string>; seats: Set<string>; people: { id: string; name: string; village: string; places: Place[] }[]; left: Left[] }

/** Sites by name or code, people by name: those on seats with where, and those left over. Null: nothing was typed. */
export function find(plan: Plan, typed: string): Found | null {
  const words = typed.trim().toLowerCase()
  if (words === '') return null
  const sites = new Set(plan.sites.filter(s => has(s.name, words) || has(s.site, words)).map(s => s.site))
  const people = new Map<string, Found['people'][number]>()
  for (const site of plan.sites) for (const s of site.seats) {
    if (!s.member || !has(s.member.name, words)) continue
    const person = people.get(s.member.id) ?? { id: s.member.id, name: s.member.name, village: s.member.village, places: [] }
    person.places.push(at(site, s))
    people.set(person.id, person)
  }
  const seats = new Set([...people.values()].flatMap(p => p.places.map(placeKey)))
  return { sites, seats, people: [...people.values()].sort((a, b) => a.name.localeCompare(b.name)), left: plan.left.filter(p => has(p.name, words)) }
}

/** The rows that a board shows, in the order that they have. */
export function rowsShown(sites: readonly PlanSite[], marked: Set<string> | null, found: Found | null): PlanSite[] {
  const holds = (site: PlanSite, keys: Set<string>) => site.seats.some(s => keys.has(placeKey(at(site, s))))
  return sites.filter(s => (!marked || holds(s, marked)) && (!found || found.sites.has(s.site) || holds(s, found.seats)))
}
