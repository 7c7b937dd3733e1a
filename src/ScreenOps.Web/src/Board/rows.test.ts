import { expect, test } from 'vitest'
import { begin, described, noRows, sameSites, take } from './rows'
import type { SiteInfo, SiteState } from './state'

const state = (site: string, version: number, epoch = 1, more: Partial<SiteState> = {}): SiteState => ({
  round: 1, site, epoch, version, status: 'Open', lanes: 1, lanesPlanned: 1, queue: version, arrived: 0, implied: 0, sampled: 0, left: 0, corrected: 0, ratePerHour: 0, wait: null, waitIn30: null,
  health: 'Calm', reasons: [], reportedAt: 1, called: 0, tickets: 0, ...more,
})
const info = (code: string): SiteInfo => ({ code, name: `${code}采样点`, village: `${code}村`, latitude: 36, longitude: 117, population: 1, lanesPlanned: 1, address: '', retired: false })
const codes = Array.from({ length: 9000 }, (_, n) => `C${n}`)
const city = described(begin(codes.map(code => state(code, 1)), new Map()), codes.map(info))

test('an older state is discarded, also across epochs, and an equal one was judged later', () => {
  const held = take(noRows, [state('S1', 5, 2)])
  expect(take(held, [state('S1', 4, 2), state('S1', 99, 1)]).all).toEqual(held.all)
  expect(take(held, [state('S1', 1, 3)]).all[0]).toMatchObject({ epoch: 3, version: 1 })
  expect(take(held, [state('S1', 5, 2, { health: 'Stale' })]).all[0]).toMatchObject({ health: 'Stale' })
})

test('of nine thousand sites only the rows of those that changed are others than before, and those before stay as they were', () => {
  const changed = take(city, [state('C7', 2), state('C8999', 2), state('C7', 3)])
  expect(changed.all.flatMap((row, at) => row === city.all[at] ? [] : [row.site])).toEqual(['C7', 'C8999'])
  expect([changed.all[7]!.version, city.all[7]!.version, changed.all[7]!.info.village]).toEqual([3, 1, 'C7村'])
  expect(sameSites(city.all, changed.all)).toBe(true)
})

test('a site that the book does not know yet stands under its code until it does', () => {
  const held = take(city, [state('X1', 1), state('X2', 1)])
  expect([held.all.length, held.at.get('X2'), held.all[9000]!.info.village, city.at.has('X1')]).toEqual([9002, 9001, 'X1', false])
  const known = described(held, [...codes.map(info), info('X1')])
  expect([known.all[9000]!.info.village, sameSites(held.all, known.all)]).toEqual(['X1村', false])
})

test('what is told of sites again draws those alone of which something is another', () => {
  const again = described(city, codes.map(code => code === 'C7' ? { ...info(code), village: '另村' } : info(code)))
  expect(again.all.flatMap((row, at) => row === city.all[at] ? [] : [row.info.village])).toEqual(['另村'])
})
