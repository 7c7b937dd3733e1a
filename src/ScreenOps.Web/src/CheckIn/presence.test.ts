import { expect, test } from 'vitest'
import { codeAt, wantsMore, type PresenceScreen } from './presence'

const screen = { stepSeconds: 15, codes: [0, 1, 2, 3].map(n => ({ from: 1_000_000 + n * 15_000, url: `${n}`, qr: '' })) } as PresenceScreen

test('a screen shows the code of the moment, and none that is over', () => {
  expect([999_999, 1_000_000, 1_014_999, 1_015_000, 1_059_999, 1_060_000].map(now => codeAt(screen, now)?.url ?? null)).toEqual([null, '0', '0', '1', '3', null])
})

test('more codes are fetched before half of them are over', () => {
  expect([1_000_000, 1_015_000, 1_030_000].map(now => wantsMore(screen, now))).toEqual([false, false, true])
})
