import { expect, test } from 'vitest'
import { all, filterOf, fits, isAll, queryOf } from './filter'
import { aged, type Health, type SiteRow, type SiteState } from './state'

const row = (site: string, over: Partial<SiteState> = {}, village = site): SiteRow => ({
  round: 1, site, epoch: 1, version: 1, status: 'Open', lanes: 1, lanesPlanned: 1, queue: 0, arrived: 0, implied: 0, sampled: 0, left: 0, corrected: 0, ratePerHour: 0, wait: null, waitIn30: null,
  health: 'Calm', reasons: [], reportedAt: 1_000_000, called: 0, tickets: 0, ...over,
  info: { code: site, name: `${village}采样点`, village, latitude: 0, longitude: 0, population: 0, lanesPlanned: 1, address: '文化路 3 号', retired: false },
})
const wait = (likely: number) => ({ wait: { low: likely, high: likely, likely } })
const rows = [row('S01', { health: 'Act', ...wait(35) }, '北坡'), row('S02', { health: 'Paused', status: 'Paused', ...wait(50) }, '北坡'), row('S03', { health: 'Watch', ...wait(15) }, '南山')]
const sites = (f: Partial<typeof all>) => fits(rows, { ...all, ...f }).map(r => r.site)

test('without a filter the rows are the same rows', () => {
  expect(fits(rows, all)).toBe(rows)
  expect(isAll({ ...all, text: '  ' })).toBe(true)
})

test('sites are found by health, village, wait and text, and by all of them together', () => {
  expect(sites({ health: 'Act' })).toEqual(['S01', 'S02'])
  expect(sites({ village: '北坡' })).toEqual(['S01', 'S02'])
  expect(sites({ wait: 15 })).toEqual(['S01', 'S03'])
  expect(sites({ text: 's03' })).toEqual(['S03'])
  expect(sites({ text: '文化路 北' })).toEqual(['S01', 'S02'])
  expect(sites({ text: 'Ｓ０１' })).toEqual(['S01'])
  expect(sites({ health: 'Act', wait: 40 })).toEqual([])
})

test('a filter survives the page’s address, and nonsense there is no filter', () => {
  const one = { text: '北', health: 'Watch' as const, village: '北坡', wait: 30 }
  expect(filterOf(queryOf(one))).toEqual(one)
  expect(queryOf(all)).toEqual({ q: undefined, health: undefined, village: undefined, wait: undefined })
  expect(isAll(filterOf({ health: 'nice', wait: 'x', q: ['a'] }))).toBe(true)
})

test('a site that falls silent is old by the page’s own clock, while nobody tells it anything', () => {
  const healths = (now: number) => aged([row('S01', { health: 'Act', reasons: ['long-wait'] }), row('S02', { status: 'Closed', health: 'Closed' })], now).map(r => r.health)
  expect(healths(1_000_000 + 299_999)).toEqual<Health[]>(['Act', 'Closed'])
  expect(healths(1_000_000 + 300_000)).toEqual<Health[]>(['Stale', 'Closed'])
  expect(aged(rows, 1_000_001)).toBe(rows)
  expect(aged([row('S01', { health: 'Act', reasons: ['long-wait'] })], 9_000_000)[0]!.reasons).toEqual(['no-report', 'long-wait'])
})
