import { expect, test, vi } from 'vitest'
import { paced, rest } from './pace'

test('a page rests three times as long as it worked, and a tenth of a second at least', () => {
  expect([rest(0), rest(20), rest(400)]).toEqual([100, 100, 1200])
})

test('the first change is taken at once, those of a rest together at its end, and none is lost or taken twice', async () => {
  vi.useFakeTimers()
  const taken: number[][] = []
  const changes = paced<number>(all => { taken.push([...all]) })
  changes.push([1])
  expect(taken).toEqual([[1]])
  changes.push([2])
  changes.push([3, 4])
  await vi.advanceTimersByTimeAsync(50)
  expect(taken).toEqual([[1]])
  await vi.advanceTimersByTimeAsync(100)
  expect(taken).toEqual([[1], [2, 3, 4]])
  await vi.advanceTimersByTimeAsync(1000)
  changes.push([5])
  changes.push([6])
  changes.stop()
  await vi.advanceTimersByTimeAsync(1000)
  expect(taken).toEqual([[1], [2, 3, 4], [5]])
  vi.useRealTimers()
})
