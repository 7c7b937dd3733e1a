import { expect, test } from 'vitest'
import { span } from './wait'

test('a wait is written once where its ends are the same, and a short one is as good as none', () => {
  expect([[0, 0], [1, 2], [2, 3], [7, 7], [12, 15]].map(([low, high]) => span({ low: low!, high: high! }))).toEqual(['0–2', '0–2', '2–3', '7', '12–15'])
})
