import { expect, test } from 'vitest'
import { columns, rateAgo, type QueueMinute } from './minutes'

const told = (minute: number, queue: number, more: Partial<QueueMinute> = {}): QueueMinute => ({ minute, arrived: 0, implied: 0, sampled: 0, left: 0, queue, ...more })

test('a minute that was not told is drawn as nothing happening, with the queue of the one before', () => {
  expect(columns([told(10, 4), told(13, 7)], 14, 60)).toMatchObject({ at: [600, 660, 720, 780, 840], queue: [4, 4, 4, 7, 7] })
})

test('only the last minutes are drawn, beginning with the queue of then', () => {
  expect(columns([told(10, 4), told(50, 7)], 52, 5)).toMatchObject({ at: [47, 48, 49, 50, 51, 52].map(m => m * 60), queue: [4, 4, 4, 7, 7, 7] })
})

test('people a minute are smoothed over five minutes, implied arrivals among them', () => {
  expect(columns([told(1, 0, { arrived: 3, implied: 2 }), told(5, 0)], 5, 60).arrived).toEqual([5 / 3, 5 / 4, 1, 0, 0])
})

test('a rate is what was sampled in ten minutes, as people an hour', () => {
  const minutes = [told(1, 0, { sampled: 100 }), told(11, 0, { sampled: 20 }), told(12, 0, { sampled: 5 })]
  expect(rateAgo(minutes, 12, 0)).toBe(150)
  expect(rateAgo(minutes, 26, 15)).toBe(120)
  expect(rateAgo([], 26, 15)).toBe(0)
})
