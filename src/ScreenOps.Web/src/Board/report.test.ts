import { expect, test } from 'vitest'
import { answered, pace, share, tables, type Alert, type Place, type Report } from './report'

const spread = { people: 9, mean: 18.888, median: 30, ninety: 30, longest: 30, calm: 4, act: 5 }
const place = (more: Partial<Place>): Place => ({ code: 'S1', name: 'S1采样点', village: '普西村', sites: 1, due: 200, lanesPlanned: 2, arrived: 130, sampled: 120, left: 1, late: 0, peak: 40, peakAt: 60, first: 30, last: 89, waits: spread, ...more })
const clock = (at: number) => `${Math.floor(at / 3_600_000)}:${String(Math.floor(at / 60_000) % 60).padStart(2, '0')}`
const alert = (more: Partial<Alert>): Alert => ({ site: 'S1', cause: 'tubes', severity: 'Act', raised: 0, taken: null, arrived: null, ended: null, how: null, escalated: 0, ...more })

test('a pace is over the time in which samples were taken, and where nothing is due nothing has a share', () => {
  expect([pace(place({})), pace(place({ first: null, last: null })), share(place({})), share(place({ due: 0 }))]).toEqual([120, null, 60, null])
})

test('every table has a word for each column, and times of the district', () => {
  const report = { whole: place({}), villages: [place({})], sites: [place({})], minutes: [{ minute: 61, arrived: 2, implied: 1, sampled: 3, left: 0, queue: 4 }], quarters: [{ from: 60, arrived: 1, sampled: 1, queue: 0, waits: spread }], staff: [{ shift: 'A', role: 'Sampler', seats: 2, planned: 2, came: 1, missed: 1, declined: 0, released: 0 }],
    moves: [], alerts: [alert({ taken: 120_000 })], tubes: { tubes: 1, people: 10, trouble: 0, boxes: 1, sealed: 1, received: 1, late: 0, tooLate: 0, medianMinutes: 90, longestMinutes: 90 } } as unknown as Report
  const all = tables(report, key => key, clock)
  for (const table of all) for (const row of table.rows) expect([table.name, row.length]).toEqual([table.name, table.head.length])
  expect(all.find(t => t.name === 'minutes')?.rows).toEqual([['1970-01-01T01:01:00.000Z', '1:01', 3, 3, 0, 4]])
  expect(all.find(t => t.name === 'sites')?.rows[0]?.slice(0, 10)).toEqual(['S1', 'S1采样点', '普西村', 2, 200, 130, 120, 60, 1, 0])
})

test('alerts are told by cause, with how long half of them waited', () => {
  const all = [alert({ taken: 60_000, ended: 600_000, how: 'Resolved' }), alert({ taken: 240_000 }), alert({ escalated: 2 }), alert({ cause: 'medical' })]
  expect(answered(all)).toEqual([{ cause: 'tubes', count: 3, taken: 2, toTaken: 1, toEnd: 10, escalated: 1 }, { cause: 'medical', count: 1, taken: 0, toTaken: null, toEnd: null, escalated: 0 }])
})
