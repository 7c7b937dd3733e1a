import type { Place, Plan, Seat } from './plan'
import { placeKey } from './plan'

/** Somebody who is picked up, by hand or by key, to be put on a seat or into the pool. */
export interface Held { id: string; name: string; from: Place | null }

/** What a drop would do; with `why`, the rule that is against it, the rest says nothing. `displacedTo` is null: the pool. */
export interface SeatEffect extends Place { why: string | null; unfilledWeight: number | null; travelKm: number | null; km: number | null; displaced: string | null; displacedTo: Place | null }
export interface Effects { version: number; unfilledWeight: number; travelKm: number; seats: SeatEffect[]; pool: SeatEffect | null }

/** Where the pointer or the focus is while somebody is held. */
export type Over = Place | 'pool'

export type EffectBook = ReadonlyMap<string, SeatEffect>

export function bookOf(effects: Effects): EffectBook {
  const book = new Map(effects.seats.map(e => [placeKey(e), e]))
  if (effects.pool) book.set('pool', effects.pool)
  return book
}

export const overKey = (over: Over) => over === 'pool' ? 'pool' : placeKey(over)

/** What a person may do there: nothing is known yet, it is where they are, it may be done, or a rule is against it. */
export type Drop = { is: 'unknown' } | { is: 'same' } | { is: 'good' | 'bad'; effect: SeatEffect }

export function dropAt(held: Held, book: EffectBook | null, over: Over): Drop {
  if (over === 'pool' ? held.from === null : held.from !== null && placeKey(held.from) === placeKey(over)) return { is: 'same' }
  const effect = book?.get(overKey(over))
  return effect ? { is: effect.why === null ? 'good' : 'bad', effect } : { is: 'unknown' }
}

/** Who sits on a seat, picked up from there; null: nobody, or a name that is not for the reader. */
export const heldFrom = (place: Place, seat: Seat | undefined): Held | null => seat?.member ? { id: seat.member.id, name: seat.member.name, from: place } : null

/** A member's seats in the order of the shifts. */
export function seatsOf(plan: Plan, member: string): Place[] {
  const order = new Map(plan.shifts.map((s, i) => [s.code, i]))
  return plan.sites.flatMap(site => site.seats.filter(s => s.member?.id === member).map(s => ({ site: site.site, shift: s.shift, role: s.role, seat: s.seat })))
    .sort((a, b) => (order.get(a.shift) ?? 0) - (order.get(b.shift) ?? 0))
}
