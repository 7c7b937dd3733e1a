import { expect, test } from 'vitest'
import type { Round, RoundState } from '../Districts/office'
import { roundToPlan } from './rounds'

const round = (id: number, state: RoundState, rehearsal = false): Round => ({ id, name: `${id}`, state, day: '2022-08-14', tubeSize: 10, rehearsal, speed: 1, now: 0, openedAt: null, closedAt: null, sealedAt: null })
const all = [round(4, 'Draft'), round(3, 'Draft', true), round(2, 'Open'), round(1, 'Closed')]

test('who asks for no round plans the next real one, else the one the office looks at', () => {
  expect(roundToPlan(all, all[2]!, Number.NaN)?.id).toBe(4)
  expect(roundToPlan(all.slice(1), all[2]!, Number.NaN)?.id).toBe(2)
  expect(roundToPlan(all.slice(3), null, 9)?.id).toBe(1)
  expect(roundToPlan([], null, 1)).toBeNull()
})

test('a round that is asked for is the one, whatever its state', () => {
  expect(roundToPlan(all, all[2]!, 1)?.id).toBe(1)
})
