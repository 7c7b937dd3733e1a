import { expect, test } from 'vitest'
import { eventFrom, eventsOf, minutesTo, queueLine, reelOf, statesAt, type ReplayHead, type ReplayPage } from './replay'

const head: ReplayHead = { round: 3, name: 'three', rehearsal: true, speed: 60, open: false, first: 1018, last: 1022 }
const flat = (length: number, first = 0) => [first, ...Array<number>(length - 1).fill(0)]
const site = (length: number, more: Partial<ReplayPage['sites'][number]>): ReplayPage['sites'][number] => ({
  site: 'S1', lanesPlanned: 2, status: flat(length), lanes: flat(length, 2), queue: flat(length), arrived: flat(length), implied: flat(length), sampled: flat(length), left: flat(length), corrected: flat(length),
  rate: flat(length), low: flat(length, -1), high: flat(length, -1), likely: flat(length, -1), in30: flat(length, -1), health: flat(length, 1), why: flat(length), reported: flat(length), called: flat(length), tickets: flat(length), ...more,
})
const pages: ReplayPage[] = [
  { round: 3, from: 1018, minutes: 2, reasons: [], sites: [site(2, { status: [0, 6], queue: [0, 5], arrived: [0, 5], health: [1, -1], reported: [0, 61_100] })] },
  { round: 3, from: 1020, minutes: 3, reasons: ['no-report', 'long-wait'], sites: [site(3, {
    status: flat(3, 6), queue: [9, -2, 4], arrived: [10, 0, 4], sampled: [1, 2, 0], low: flat(3, 12), high: flat(3, 18), likely: flat(3, 15), health: [0, 2, 2], why: [0, 1, 2], reported: flat(3, 61_200),
  })] },
]
const reel = reelOf(head, pages)

test('any minute is the sum of the steps up to it, over the ends of hours', () => {
  expect([1018, 1019, 1020, 1021, 1022].map(m => statesAt(reel, m)[0]!.queue)).toEqual([0, 5, 9, 7, 11])
  expect(statesAt(reel, 1022)[0]).toMatchObject({ round: 3, site: 'S1', status: 'Open', lanes: 2, lanesPlanned: 2, arrived: 14, sampled: 3, wait: { low: 12, high: 18, likely: 15 }, waitIn30: null, health: 'Act', reasons: ['no-report', 'long-wait'], reportedAt: 61_200_000 })
  expect(statesAt(reel, 1018)[0]).toMatchObject({ status: 'NotOpened', health: 'Closed', wait: null, reasons: [], reportedAt: 0 })
})

test('a minute outside of the round is its first or its last one', () => {
  expect([statesAt(reel, 0)[0]!.queue, statesAt(reel, 9999)[0]!.queue]).toEqual([0, 11])
})

test('what came in is told by the minute in which it was known', () => {
  expect(minutesTo(reel, 1021, null).map(m => [m.minute, m.arrived, m.sampled, m.queue])).toEqual([[1018, 5, 0, 5], [1019, 5, 1, 9], [1020, 0, 2, 7]])
  expect(queueLine(reel)).toEqual([0, 5, 9, 7, 11])
})

test('events are what opened, paused, closed or began to need a person', () => {
  const events = eventsOf(reel)
  expect(events.map(e => [e.minute, e.what])).toEqual([[1019, 'Open'], [1021, 'Stale'], [1022, 'Act']])
  expect([eventFrom(events, 1018, 1), eventFrom(events, 1022, 1), eventFrom(events, 1021, -1), eventFrom(events, 1019, -1)]).toEqual([1019, null, 1019, null])
})

test('a round of which nothing can be shown yet has no minutes', () => {
  const none = reelOf({ ...head, last: head.first - 1 }, [])
  expect([none.strips, queueLine(none), eventsOf(none)]).toEqual([[], [], []])
})
