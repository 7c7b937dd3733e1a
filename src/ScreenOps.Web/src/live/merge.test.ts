import { expect, test } from 'vitest'
import { merge } from './merge'

const state = (epoch: number, version: number) => ({ site: 'S01', epoch, version })

test('an older state is discarded, also across epochs', () => {
  const held = merge(new Map(), [state(2, 5)])
  expect(merge(held, [state(2, 4), state(1, 99)]).get('S01')).toEqual(state(2, 5))
})

test('a newer epoch wins whatever its version', () => {
  expect(merge(merge(new Map(), [state(1, 99)]), [state(2, 1)]).get('S01')).toEqual(state(2, 1))
})
