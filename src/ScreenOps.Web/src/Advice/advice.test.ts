import { expect, test } from 'vitest'
import { bar, longest, of, type Advice, type Side } from './advice'

const side = (site: string, without: number, then: number, real: number | null = null): Side =>
  ({ site, name: site, lanes: 2, lanesThen: 3, waitNow: null, without, with: then, real })

test('a site sees what it gives and what it gets, and the district sees all', () => {
  const moves = [{ giver: side('A', 1, 2), taker: side('B', 9, 5) }, { giver: side('C', 1, 2), taker: side('A', 9, 5) }, { giver: side('C', 1, 2), taker: side('B', 9, 5) }]
  expect(of(moves, 'A')).toEqual(moves.slice(0, 2))
  expect(of(moves, null)).toEqual(moves)
})

test('all bars have the scale of the longest wait, foreseen or real', () => {
  const advice: Advice = { now: 0, worst: 40, enough: 15, proposals: [{ giver: side('A', 1, 2), taker: side('B', 40, 20), km: 1, minutes: 14, people: [], fault: null }],
    done: [{ id: 'x', giver: side('A', 1, 2, 3), taker: side('B', 40, 20, 55), people: [], made: 0, due: 0, measured: 1, undone: null }] }
  expect(longest(advice)).toBe(55)
  expect(longest({ ...advice, proposals: [], done: [] })).toBe(15)
  expect(bar(55, 55)).toBe(100)
  expect(bar(0, 55)).toBe(1.5)
  expect(bar(99, 55)).toBe(100)
})
