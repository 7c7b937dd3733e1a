import { expect, test } from 'vitest'
import { en } from './words.en'
import { failure } from './failures'

test.each([
  ['roster.xlsx is damaged or was cut off on its way: it cannot be read to its end. Open it in the spreadsheet program, save it again and send that.', { key: 'damaged', file: 'roster.xlsx', n: '', words: '' }],
  ['sites.csv: a quotation mark in row 12 is opened and not closed, so that the rows after it run together. Close or delete it.', { key: 'quote', file: 'sites.csv', n: '12', words: '' }],
  ['posts.csv lacks the columns 班次, 人数. Add them under exactly that name and send the file again.', { key: 'lacks', file: 'posts.csv', n: '', words: '班次, 人数' }],
  ['posts.csv has none of its columns in the first 10 rows: it is another file under this name. Send the one with the columns 采样点编号, 班次, 岗位, 人数.', { key: 'other', file: 'posts.csv', n: '', words: '采样点编号, 班次, 岗位, 人数' }],
  ['residents.csv has more than 300,000 rows. Delete empty rows under the data, or split the file and import the parts one after the other.', { key: 'rows', file: 'residents.csv', n: '300,000', words: '' }],
  ['residents.csv reads as GB18030, but soon after row 7 come bytes that are no text in it: the file was cut.', { key: 'encoding', file: 'residents.csv', n: '7', words: '' }],
])('%s', (sentence, told) => {
  expect(failure(sentence)).toEqual(told)
  expect(Object.keys(en.failure)).toContain(told.key)
})

test('a sentence that is not known is left to the server', () => {
  expect(failure('The database did not answer while residents.csv was stored.')).toBeNull()
})
