import { expect, test } from 'vitest'
import { checkDigit, identityFlaw, tidy } from './identity'

test('the check digit is the standard’s own example', () => {
  expect(checkDigit('11010519491231002')).toBe('X')
  expect(checkDigit('44052418800101001')).toBe('4')
})

test('a right number has no flaw', () => {
  expect(identityFlaw('11010519491231002X')).toBeNull()
  expect(identityFlaw('990355199907288252')).toBeNull()
})

test('each wrong digit and each swap of neighbours is found', () => {
  const right = '990355199907288252'
  for (let at = 0; at < 18; at++) {
    const wrong = right.slice(0, at) + (Number(right[at]) + 1) % 10 + right.slice(at + 1)
    expect(identityFlaw(wrong)).not.toBeNull()
    const swapped = right.slice(0, at) + (right[at + 1] ?? '') + right[at] + right.slice(at + 2)
    if (at < 17 && right[at] !== right[at + 1]) expect(identityFlaw(swapped)).not.toBeNull()
  }
})

test('a flaw is named by what to look at', () => {
  expect(['99035519990728825', '9903551999072882521', '99035519990728825A', '990355199913288252', '990355199907288253'].map(identityFlaw))
    .toEqual(['short', 'long', 'letters', 'date', 'digit'])
})

test('what a phone keyboard makes of it is taken', () => {
  expect(tidy(' １１０１０５ 19491231 002x ')).toBe('11010519491231002X')
})
