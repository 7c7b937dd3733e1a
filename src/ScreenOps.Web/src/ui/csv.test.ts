import { expect, test } from 'vitest'
import { csvOf } from './csv'

test('a file begins with its mark, parts rows by CRLF and quotes what must be', () => {
  expect(csvOf(['名称', 'n'], [['普西村, 东', 1], ['say "yes"', null], ['two\nlines', 2.5]])).toBe('\uFEFF名称,n\r\n"普西村, 东",1\r\n"say ""yes""",\r\n"two\nlines",2.5\r\n')
})

test('what a spreadsheet would take for a formula stays text, and numbers stay numbers', () => {
  expect(csvOf(['a'], [['=1+1'], ['@x'], ['-cmd'], [-3], ['-3'], ['+1']])).toBe("\uFEFFa\r\n'=1+1\r\n'@x\r\n'-cmd\r\n-3\r\n-3\r\n'+1\r\n")
})
