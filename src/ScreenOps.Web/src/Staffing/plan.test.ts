import { expect, test } from 'vitest'
import { byNeed, columns, couldTake, kmOf, leftShown, tightest, whys, type Left, type Plan, type Reason, type Role, type Seat } from './plan'

const sat = (shift: string, role: Role, seat: number, id: string | null, more: Partial<Seat> = {}): Seat =>
  ({ shift, role, seat, member: id === null ? null : { id, name: id, village: 'V', km: 2 }, state: id === null ? null : 'Proposed', locked: false, ...more })
const reason = (site: string, role: Role, more: Partial<Reason> = {}): Reason => ({ site, shift: 'A', role, empty: 1, held: 3, used: 3, bound: 0, away: 0, free: 0, text: '', ...more })
const person = (id: string, more: Partial<Left> = {}): Left => ({ id, name: id, kind: 'volunteer', roles: ['Marshal'], village: 'V', shifts: null, reason: 'Full', text: '', ...more })

const plan: Plan = {
  round: 1, state: 'Changed', version: 3, undoable: false, seats: 7, filled: 4, empty: 3, unfilledWeight: 14, travelKm: 6,
  shifts: [{ code: 'A', name: 'early', starts: '05:30:00', ends: '09:30:00' }, { code: 'B', name: 'late', starts: '09:30:00', ends: '13:00:00' }],
  sites: [
    { site: 'S1', name: 'one', seats: [sat('A', 'Sampler', 0, 'p1'), sat('B', 'Sampler', 0, 'p1', { state: 'Published' }), sat('A', 'Marshal', 0, null)] },
    { site: 'S2', name: 'two', seats: [sat('A', 'Sampler', 0, 'p2', { locked: true }), sat('A', 'Sampler', 1, null), sat('A', 'Marshal', 0, null), sat('A', 'SiteLead', 0, 'p3')] },
  ],
  needs: [{ shift: 'A', role: 'SiteLead', seats: 2, held: 2 }, { shift: 'A', role: 'Sampler', seats: 3, held: 9 }, { shift: 'B', role: 'Sampler', seats: 1, held: 4 }],
  reasons: [reason('S1', 'Marshal', { bound: 1 }), reason('S2', 'Sampler'), reason('S2', 'Marshal', { bound: 0, free: 1 })],
  remedies: [], problems: [], away: [], left: [person('l1'), person('l2', { roles: ['Carer'], kind: 'nurse' }), person('l3', { shifts: ['B'] })],
}

test('the site that misses most weight stands first', () => {
  expect(byNeed(plan)).toEqual(['S2', 'S1'])
})

test('every row has room for the most seats that any site has', () => {
  expect(columns(plan).map(c => [c.shift.code, c.roles])).toEqual([
    ['A', [{ role: 'SiteLead', most: 1 }, { role: 'Sampler', most: 2 }, { role: 'Marshal', most: 1 }]], ['B', [{ role: 'Sampler', most: 1 }]],
  ])
})

test('a way counts once per member and site', () => {
  expect(plan.sites.map(kmOf)).toEqual([2, 4])
})

test('the scarcest role stands first: what is empty, then what is needed of those who could', () => {
  expect(tightest(plan).map(n => [n.shift, n.role, n.empty])).toEqual([['A', 'Sampler', 1], ['A', 'SiteLead', 0], ['B', 'Sampler', 0]])
})

test('empty seats of one role in one shift are told together, the weightiest first', () => {
  expect(whys(plan).map(w => [w.role, w.empty, w.here, w.other, w.bound, w.free, w.sites])).toEqual([
    ['Sampler', 1, 2, 1, 0, 0, ['S2']], ['Marshal', 2, 0, 3, 1, 1, ['S1', 'S2']],
  ])
})

test('who is left over is shown by what they could fill or by what they are', () => {
  expect(leftShown(plan, { kind: 'all' }).length).toBe(3)
  expect(leftShown(plan, { kind: 'fills' }).map(p => p.id)).toEqual(['l1'])
  expect(leftShown(plan, { kind: 'of', of: 'nurse' }).map(p => p.id)).toEqual(['l2'])
  expect(couldTake(person('x', { shifts: ['B'] }), { shift: 'A', role: 'Marshal' })).toBe(false)
})
