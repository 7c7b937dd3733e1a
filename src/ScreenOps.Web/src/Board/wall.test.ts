import { expect, test } from 'vitest'
import type { SiteRow } from './state'
import { dayOf, everyOf, needing, nextView, tilesOf, viewOf } from './wall'

const row = (site: string, health: SiteRow['health']) => ({ site, health, wait: null }) as SiteRow

test('views take turns and an address names the first of them', () => {
  expect([viewOf('day'), viewOf('nothing'), nextView('map', 1), nextView('day', 1), nextView('map', -1)]).toEqual(['day', 'map', 'sites', 'map', 'day'])
  expect([everyOf(undefined), everyOf('7'), everyOf('1'), everyOf('99999')]).toEqual([20, 7, 5, 600])
})

test('what needs a person stands on the wall, the rest is a number', () => {
  const rows = [row('S1', 'Calm'), row('S2', 'Act'), row('S3', 'Watch'), row('S4', 'Closed'), row('S5', 'Stale')]
  expect(needing(rows, 2)).toMatchObject({ shown: [{ site: 'S2' }, { site: 'S5' }], more: 1, calm: 1, closed: 1 })
})

test('more sites than a screen holds take turns on it', () => {
  const rows = Array.from({ length: 50 }, (_, at) => row(`S${String(at).padStart(2, '0')}`, 'Calm'))
  expect([tilesOf(rows, 0).shown.length, tilesOf(rows, 1).shown.map(r => r.site), tilesOf(rows, 2).page, tilesOf([], 3).pages]).toEqual([48, ['S48', 'S49'], 0, 1])
})

test('the day is drawn in steps, and a queue stands until something moves it', () => {
  const minute = (at: number, arrived: number, sampled: number, queue: number) => ({ minute: at, arrived, implied: 0, sampled, left: 0, queue })
  expect(dayOf([minute(101, 10, 0, 10), minute(104, 5, 5, 10), minute(112, 0, 10, 0)], 114)).toEqual({ from: 100, to: 115, arrived: [3, 0], sampled: [1, 0], queue: [10, 10, 0] })
  expect(dayOf([minute(101, 10, 0, 10), minute(107, 0, 10, 0)], 110)).toMatchObject({ arrived: [2, 0], sampled: [0, 2] })
  expect(dayOf([], 110).queue).toEqual([])
})
