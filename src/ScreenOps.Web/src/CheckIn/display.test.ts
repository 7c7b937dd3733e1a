import { expect, test } from 'vitest'
import type { Call } from './desk'
import { news, type Shown } from './useDisplay'

const call = (ticket: number, version: number, state: Call['state'] = 'Called'): Call => ({ ticket, priority: null, state, lane: 1, at: 0, times: 1, version })
const shown = (version: number, recent: Call[], round = 1): Shown =>
  ({ district: 'd', round, roundName: '', rehearsal: false, now: 0, speed: 1, site: 'S1', siteName: 'S1', lanesPlanned: 2, calls: { version, called: 0, calledAt: 0, recent, lanes: [], held: [] } })

test('what was called since is said in its order, and nothing of what was before', () => {
  const before = shown(4, [call(1, 4)])
  expect(news(null, before)).toEqual([])
  expect(news(before, shown(7, [call(3, 7), call(2, 6), call(1, 4)])).map(one => one.ticket)).toEqual([2, 3])
})

test('who was put aside or did not come is not called out', () => {
  expect(news(shown(4, []), shown(6, [call(2, 6, 'Held'), call(1, 5, 'NoShow')]))).toEqual([])
})

test('another round begins in silence', () => {
  expect(news(shown(9, []), shown(2, [call(1, 2)], 2))).toEqual([])
})
