import { expect, test } from 'vitest'
import { cures, particulars, reasons } from './refused'

test('the word and the earlier row are read from the sentence', () => {
  expect(particulars('There is no role “采样”; write one of 点长、采样员.')).toEqual({ word: '采样', row: '' })
  expect(particulars('Row 12 has the same phone: delete one of the two rows.')).toEqual({ word: '', row: '12' })
  expect(particulars('Write a time of day such as 05:30.')).toEqual({ word: '', row: '' })
})

test('a cure is looked up by file, then by reason alone', () => {
  expect(cures({ file: 'sites.csv', row: 3, column: '编号', reason: 'bad-code', cure: '' })).toEqual(['bad-code-sites', 'bad-code'])
})

test('the most frequent reason comes first', () => {
  expect(reasons({ file: 'roster.xlsx', rows: 9, accepted: 0, refused: 9, byReason: { 'bad-phone': 2, 'unknown-role': 5, 'missing-name': 2 } })).toEqual([['unknown-role', 5], ['bad-phone', 2], ['missing-name', 2]])
})
