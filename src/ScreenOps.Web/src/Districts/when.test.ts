import { expect, test } from 'vitest'
import { dayWords, daysAfter, momentWords, spanWords, there } from './when'

const zone = 'Asia/Shanghai'

test('a moment is told as the clocks of the district show it', () => {
  expect(there('2025-11-23T16:30:00Z', zone)).toEqual({ day: '2025-11-24', time: '00:30' })
  expect(momentWords('2025-11-24T05:04:00Z', zone, '2025-11-24')).toBe('13:04')
  expect(momentWords('2025-11-25T05:04:00Z', zone, '2025-11-24')).toBe('11-25 13:04')
})

test('days go on over the end of a month', () => {
  expect(daysAfter('2025-02-28', 1)).toBe('2025-03-01')
})

test('a day has its weekday in both languages', () => {
  expect(dayWords('2025-11-24', 'zh-CN')).toBe('2025-11-24 周一')
  expect(dayWords('2025-11-24', 'en')).toBe('2025-11-24 Mon')
})

test('a shift is told without seconds', () => {
  expect(spanWords('05:30:00', '09:30:00')).toBe('05:30–09:30')
})
