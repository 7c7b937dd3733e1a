import { expect, test, vi } from 'vitest'
import type { Mine } from './mine'
import type { PublicOne } from './place'

vi.stubGlobal('localStorage', { getItem: () => null })
const { viewOf } = await import('./visit')

const one = { round: 7, code: 'S21' } as PublicOne
const mine = (change: Partial<Mine> = {}) => ({ round: 7, site: 'S21', ticket: 830, outcome: 'Ticketed', pass: { expires: '2022-08-14T16:00:00Z' }, ...change }) as Mine
const before = Date.parse('2022-08-14T08:00:00Z')
const view = (held: Mine | null, registering = false, now = before) => viewOf(one, false, held, registering, now)

test('a phone that holds a ticket of this round and site shows it again', () => {
  expect([view(mine()), view(null)]).toEqual(['ticket', 'register'])
})

test('a ticket elsewhere is told before another is taken', () => {
  expect([view(mine({ site: 'S35' })), view(mine({ site: 'S35' }), true)]).toEqual(['elsewhere', 'register'])
})

test('whoever was sampled in this round is done at every site', () => {
  expect([view(mine({ outcome: 'Sampled' })), view(mine({ outcome: 'Sampled', site: 'S35' }))]).toEqual(['done', 'done'])
})

test('a pass of an earlier round takes a ticket by one tap until it expires', () => {
  expect([view(mine({ round: 6 })), view(mine({ round: 6 }), false, before + 86_400_000)]).toEqual(['known', 'register'])
})

test('without a round or a site there is nothing to wait for', () => {
  expect([viewOf({ ...one, round: 0 }, false, mine(), false), viewOf(null, true, mine(), false), viewOf(null, false, mine(), false)]).toEqual(['noRound', 'missing', 'loading'])
})
