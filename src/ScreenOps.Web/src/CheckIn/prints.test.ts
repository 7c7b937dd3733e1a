import { expect, test } from 'vitest'
import { lines, sheets } from './prints'

test('what the server sends is read line by line, wherever the network cuts it', () => {
  const kept = { rest: '' }
  const read = (text: string) => [...lines(kept, text)]
  expect([read('[1,'), read('2]\n[3]\n['), read('4]'), read('\n')]).toEqual([[], ['[1,2]', '[3]'], [], ['[4]']])
})

test('a sheet holds ten cards', () => {
  expect([0, 1, 10, 11, 20_000].map(sheets)).toEqual([0, 1, 1, 2, 2000])
})
