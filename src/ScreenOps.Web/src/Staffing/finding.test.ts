import { expect, test } from 'vitest'
import { find, needing, rowsShown } from './finding'
import type { Plan, Seat } from './plan'

const seat = (shift: string, n: number, name: string | null, more: Partial<Seat> = {}): Seat =>
  ({ shift, role: 'Sampler', seat: n, member: name === null ? null : { id: name, name, village: 'V', km: 1 }, state: name === null ? null : 'Proposed', locked: false, ...more })
const member = { id: 'x', name: 'Xu', village: 'V', km: 1 }
const plan = {
  sites: [
    { site: 'S01', name: 'East gate', seats: [seat('A', 0, 'Li Na'), seat('A', 1, null), seat('B', 0, 'Li Na', { state: 'Published' })] },
    { site: 'S02', name: 'West gate', seats: [seat('A', 0, 'Wang', { locked: true }), seat('A', 1, null)] },
    { site: 'S03', name: 'School', seats: [seat('A', 0, 'Zhao', { state: 'Confirmed' })] },
  ],
  away: [{ site: 'S02', shift: 'A', role: 'Sampler', seat: 1, member, state: 'Declined' }, { site: 'S03', shift: 'A', role: 'Sampler', seat: 0, member, state: 'Declined' }],
  left: [{ id: 'l', name: 'Lina', kind: '', roles: ['Sampler'], village: 'V', shifts: null, reason: 'Full', text: '' }],
} as unknown as Plan

test('seats that need a person are found by what they need', () => {
  expect([...needing(plan, 'empty')]).toEqual(['S01|A|Sampler|1', 'S02|A|Sampler|1'])
  // Somebody else sits where the other one declined.
  expect([...needing(plan, 'away')]).toEqual(['S02|A|Sampler|1'])
  expect([...needing(plan, 'unanswered')]).toEqual(['S01|B|Sampler|0'])
  expect([...needing(plan, 'locked')]).toEqual(['S02|A|Sampler|0'])
})

test('a name finds the person on all seats and those left over, a word of a site its row', () => {
  const li = find(plan, ' li ')!
  expect(li.people.map(p => [p.name, p.places.length])).toEqual([['Li Na', 2]])
  expect(li.left.map(p => p.name)).toEqual(['Lina'])
  expect(rowsShown(plan.sites, null, li).map(s => s.site)).toEqual(['S01'])
  expect(rowsShown(plan.sites, null, find(plan, 'gate')).map(s => s.site)).toEqual(['S01', 'S02'])
  expect(rowsShown(plan.sites, null, find(plan, 's03')).map(s => s.site)).toEqual(['S03'])
  expect(find(plan, '  ')).toBeNull()
})

test('need and words together leave the rows that have both', () => {
  expect(rowsShown(plan.sites, needing(plan, 'empty'), find(plan, 'west')).map(s => s.site)).toEqual(['S02'])
  expect(rowsShown(plan.sites, needing(plan, 'away'), find(plan, 'school'))).toEqual([])
})
