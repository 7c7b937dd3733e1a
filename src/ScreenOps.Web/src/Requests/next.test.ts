import { expect, test } from 'vitest'
import { items, minutesTo, nearness, type NextUp } from './next'

const up = (over: Partial<NextUp>): NextUp => ({ kind: 'Post', site: 'S1', at: 600_000, count: 1, name: 'A', until: null, ...over })

test('posts of one shift are one item with all its sites and people; others stand by themselves', () => {
  const all = items([up({ count: 2 }), up({ site: 'S2' }), up({ name: 'B', at: 900_000 }), up({ kind: 'Finish', name: null }), up({ kind: 'Tubes', name: 'BOX1' }), up({ kind: 'Tubes', name: null })])
  expect(all.map(i => [i.kind, i.name, i.count, i.sites.join()])).toEqual([['Post', 'A', 3, 'S1,S2'], ['Post', 'B', 1, 'S1'], ['Finish', null, 1, 'S1'], ['Tubes', 'BOX1', 1, 'S1'], ['Tubes', null, 1, 'S1']])
  expect(new Set(all.map(i => i.key)).size).toBe(all.length)
})

test('a moment is past, soon or later, and its minutes are never fewer than they are', () => {
  expect([nearness(1000, 1000), nearness(15 * 60_000 + 1000, 1000), nearness(15 * 60_000 + 1001, 1000)]).toEqual(['past', 'soon', 'later'])
  expect([minutesTo(61_000, 0), minutesTo(60_000, 0), minutesTo(0, 119_000)]).toEqual([2, 1, 1])
})
