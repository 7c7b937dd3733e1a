import { expect, test } from 'vitest'
import { bookOf, dropAt, heldFrom, seatsOf, type Effects, type Held } from './moving'
import type { Place, Plan } from './plan'

const place = (site: string, shift = 'A'): Place => ({ site, shift, role: 'Sampler', seat: 0 })
const effect = (site: string, why: string | null = null) => ({ ...place(site), why, unfilledWeight: 2, travelKm: 3, km: 1, displaced: null, displacedTo: null })
const effects: Effects = { version: 4, unfilledWeight: 12, travelKm: 2, seats: [effect('S2'), effect('S3', 'RoleNotHeld')], pool: effect('S1') }
const held: Held = { id: 'p', name: 'p', from: place('S1') }

test('a drop is good, refused, where the person is already, or not known yet', () => {
  const book = bookOf(effects)
  expect(dropAt(held, book, place('S2'))).toMatchObject({ is: 'good', effect: { unfilledWeight: 2 } })
  expect(dropAt(held, book, place('S3'))).toMatchObject({ is: 'bad', effect: { why: 'RoleNotHeld' } })
  expect(dropAt(held, book, place('S1'))).toEqual({ is: 'same' })
  expect(dropAt(held, null, place('S2'))).toEqual({ is: 'unknown' })
})

test('into the pool goes who has a seat', () => {
  expect(dropAt(held, bookOf(effects), 'pool')).toMatchObject({ is: 'good' })
  expect(dropAt({ ...held, from: null }, bookOf({ ...effects, pool: null }), 'pool')).toEqual({ is: 'same' })
})

test('who sits on a seat can be picked up, an empty seat gives nobody', () => {
  const member = { id: 'p', name: 'Li', village: 'V', km: 1 }
  expect(heldFrom(place('S1'), { shift: 'A', role: 'Sampler', seat: 0, member, state: 'Proposed', locked: false })).toEqual({ id: 'p', name: 'Li', from: place('S1') })
  expect(heldFrom(place('S1'), { shift: 'A', role: 'Sampler', seat: 0, member: null, state: null, locked: false })).toBeNull()
})

test('the seats of a person stand in the order of the shifts', () => {
  const seat = (shift: string, id: string) => ({ shift, role: 'Sampler' as const, seat: 0, member: { id, name: id, village: 'V', km: 1 }, state: 'Proposed' as const, locked: false })
  const plan = { shifts: [{ code: 'A' }, { code: 'B' }], sites: [{ site: 'S1', name: '', seats: [seat('B', 'p'), seat('A', 'q')] }, { site: 'S2', name: '', seats: [seat('A', 'p')] }] } as unknown as Plan
  expect(seatsOf(plan, 'p')).toEqual([place('S2'), place('S1', 'B')])
})
