import { expect, test } from 'vitest'
import { delay } from './poll'

test('each failure doubles the pause, up to a minute', () => {
  expect([0, 1, 2, 3, 9].map(failures => delay(failures, 0.5))).toEqual([5000, 10_000, 20_000, 40_000, 60_000])
})

test('phones that began together do not stay together', () => {
  expect([delay(0, 0), delay(0, 1)]).toEqual([4500, 5500])
})
