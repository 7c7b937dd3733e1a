import { expect, test } from 'vitest'
import { codeAt, serverClock, wantsMore, type PresenceScreen } from './presence'

const screen = { stepSeconds: 10, codes: [0, 1, 2, 3].map(n => ({ from: 1_000_000 + n * 10_000, url: `${n}`, qr: '' })) } as PresenceScreen

test('a screen shows the code of the moment, and none that is over', () => {
  expect([999_999, 1_000_000, 1_009_999, 1_010_000, 1_039_999, 1_040_000].map(now => codeAt(screen, now)?.url ?? null)).toEqual([null, '0', '0', '1', '3', null])
})

test('more codes are fetched before half of them are over', () => {
  expect([1_000_000, 1_010_000, 1_020_000].map(now => wantsMore(screen, now))).toEqual([false, false, true])
})

test('a screen shows the code of the server’s moment, whatever its own clock says', () => {
  // Asked at 500 on the clock that nobody sets and answered at 900; the wall clock of the device plays no part.
  const clock = serverClock(1_010_000, 500, 900)
  expect([clock(700), clock(10_700)]).toEqual([1_010_000, 1_020_000])
  expect([codeAt(screen, clock(900))?.url, codeAt(screen, clock(10_900))?.url]).toEqual(['1', '2'])
})
