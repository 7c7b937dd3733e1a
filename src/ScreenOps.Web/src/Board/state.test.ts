import { expect, test } from 'vitest'
import { ageOf, byNeed, join, totals, trend, type SiteInfo, type SiteState } from './state'

const state = (site: string, more: Partial<SiteState> = {}): SiteState => ({
  round: 1, site, epoch: 1, version: 1, status: 'Open', lanes: 2, lanesPlanned: 2, queue: 10, arrived: 30, implied: 0, sampled: 20, left: 0, corrected: 0,
  ratePerHour: 120, wait: { low: 4, high: 6, likely: 5 }, waitIn30: 5, health: 'Calm', reasons: [], reportedAt: 1_000_000, called: 20, tickets: 0, ...more,
})
const info = (code: string, population = 100): SiteInfo => ({ code, name: `${code}采样点`, village: code, latitude: 36, longitude: 117, population, lanesPlanned: 2, address: '', retired: false })
const map = (...states: SiteState[]) => new Map(states.map(s => [s.site, s]))
const preset = { watchMinutes: 15, actMinutes: 30 }

test('what needs a person comes first, then the longer wait', () => {
  const sites = [state('S1'), state('S2', { health: 'Act' }), state('S3', { health: 'Paused', wait: null }), state('S4', { wait: { low: 8, high: 12, likely: 10 } }), state('S5', { health: 'Closed', wait: null })]
  expect(sites.sort(byNeed).map(s => s.site)).toEqual(['S3', 'S2', 'S4', 'S1', 'S5'])
})

test('a trend is strong only when it passes a boundary on the way up', () => {
  expect(trend(state('S1', { waitIn30: 14 }), preset)).toEqual({ minutes: 14, way: 'up', worse: false })
  expect(trend(state('S1', { waitIn30: 15 }), preset)).toEqual({ minutes: 15, way: 'up', worse: true })
  expect(trend(state('S1', { waitIn30: 1 }), preset)).toEqual({ minutes: 1, way: 'down', worse: false })
  expect(trend(state('S1', { wait: null }), preset)).toBeNull()
})

test('a site that has not opened has no trend and is not the longest wait', () => {
  const early = state('S1', { status: 'NotOpened', wait: { low: 40, high: 50, likely: 45 }, waitIn30: 20 })
  expect(trend(early, preset)).toBeNull()
  expect(totals(join(map(early, state('S2')), []), 0).longest?.site).toBe('S2')
})

test('the district is the sum of its sites, and ends when all are sampled at the rate of now', () => {
  const rows = join(map(state('S1'), state('S2', { reportedAt: 0, wait: { low: 20, high: 30, likely: 25 } })), [info('S1'), info('S2', 300)])
  expect(totals(rows, 1_010_000)).toMatchObject({ sampled: 40, due: 400, queue: 20, ratePerHour: 240, heard: 1, sites: 2, finish: 1_010_000 + 1.5 * 3_600_000 })
  expect(totals(rows, 0).longest?.site).toBe('S2')
  expect(totals([], 0).finish).toBeNull()
})

test('a site that the book does not know yet stands under its code', () => {
  expect(join(map(state('S9')), [info('S1')])[0]?.info).toMatchObject({ code: 'S9', village: 'S9', population: 0 })
})

test('an age is told in seconds, then in whole minutes, and never as zero where nobody reported', () => {
  expect(ageOf(1_000_000, 1_059_999)).toEqual({ unit: 'seconds', n: 59 })
  expect(ageOf(1_000_000, 1_119_999)).toEqual({ unit: 'minutes', n: 1 })
  expect(ageOf(0, 1_000_000)).toBeNull()
})
