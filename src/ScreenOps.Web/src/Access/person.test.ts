import { expect, test } from 'vitest'
import { numberOf } from './person'

test('a whole number is looked for as it is written on the card, and a part of one is not', () => {
  expect(numberOf('99042519440520296x')).toEqual({ identity: '99042519440520296X' })
  expect(numberOf('＋86 199-0177-3473')).toEqual({ phone: '19901773473' })
  expect(numberOf('3473')).toBeNull()
  expect(numberOf('王秀英')).toBeNull()
})
