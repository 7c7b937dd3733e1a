import { expect, test } from 'vitest'
import { drawn, linesOf } from './lines'
import type { Health, SiteRow } from './state'

const row = (site: string, health: Health = 'Calm', likely = 0): SiteRow => ({
  round: 1, site, epoch: 1, version: 1, status: 'Open', lanes: 1, lanesPlanned: 1, queue: 0, arrived: 0, implied: 0, sampled: 0, left: 0, corrected: 0, ratePerHour: 0, wait: { low: likely, high: likely, likely }, waitIn30: null,
  health, reasons: [], reportedAt: 1, called: 0, tickets: 0,
  info: { code: site, name: site, village: site, latitude: 0, longitude: 0, population: 0, lanesPlanned: 1, address: '', retired: false },
})
const city = Array.from({ length: 9000 }, (_, n) => row(`C${String(n).padStart(4, '0')}`, n < 50 ? 'Act' : 'Calm', n % 10))
const lines = linesOf(city, null, 36, 28)

test('sites stand under the heads of their groups, each with its place among all', () => {
  const few = linesOf([row('S3'), row('S1', 'Act', 40), row('S2', 'Paused')], null, 36, 28)
  expect(few.all).toEqual([{ key: 'Act', head: true, top: 0 }, { key: 'S2', head: false, top: 28, nth: 1 }, { key: 'S1', head: false, top: 64, nth: 2 }, { key: 'Calm', head: true, top: 100 }, { key: 'S3', head: false, top: 128, nth: 3 }])
  expect([few.heads, few.height]).toEqual([[0, 3], 164])
  expect(drawn(few, 0, 100)).toEqual({ lines: few.all, above: 0, below: 0 })
})

test('the order does not depend on the one before, and whoever has gone is gone', () => {
  const changed = city.slice(10).map(one => one.site === 'C5000' ? { ...one, health: 'Paused' as const } : one)
  expect(linesOf(changed, lines, 36, 28)).toEqual(linesOf(changed, null, 36, 28))
  expect(linesOf(changed, lines, 36, 28).all[1]).toMatchObject({ key: 'C5000' })
})

test('sorting anew looks at each site a few times, not at each pair that a jumble needs', () => {
  let looks = 0
  const watched = city.map(one => Object.defineProperty({ ...one }, 'health', { get: () => { looks++; return one.health } }) as SiteRow)
  linesOf(watched, lines, 36, 28)
  expect(looks).toBeLessThan(watched.length * 4)
})

test('of nine thousand only what is looked at is drawn, wherever that is, and the room of the others is kept', () => {
  for (const top of [0, 1_700, 1_900, 150_000, lines.height - 700, lines.height + 5_000]) {
    const part = drawn(lines, top, 700)
    const sum = part.lines.reduce((all, line) => all + (line.head ? 28 : 36), 0)
    expect(part.lines.length).toBeLessThanOrEqual(700 / 36 + 2 * 20 + 3)
    expect(part.above + sum + part.below).toBe(lines.height)
    const [seen, end] = [Math.min(top, lines.height - 700), Math.min(top + 700, lines.height)]
    expect([part.above <= seen, part.above + sum >= end]).toEqual([true, true])
    // The head that stays at the top is that of the group which is looked at.
    expect(part.lines[0]!.head || part.lines[0]!.top === 0).toBe(true)
  }
})
