import { expect, test } from 'vitest'
import { choose, formOf, MostBytes, recognise, sizeWords, together, type Choice } from './files'

const file = (name: string, size = 10) => ({ name, size })
const none: Choice<{ name: string; size: number }> = new Map()

test.each([
  ['sites.csv', 'sites', true], ['puji/ROSTER.xlsx', 'roster', true], ['villages.geojson', 'ground', true], ['roster (1).xlsx', 'roster', false], ['采样点.csv', 'sites', false],
  ['采样点岗位表.csv', 'posts', false], ['8月花名册-副本.xlsx', 'roster', false], ['居民名单.csv', 'residents', false], ['ｓｉｔｅｓ.csv', 'sites', true],
])('%s is taken for %s', (name, kind, sure) => {
  expect(recognise(name)).toEqual({ kind, sure })
})

test.each([['holiday.jpg', 'unknown'], ['notes.csv', 'unknown'], ['采样点.xlsx', 'asCsv'], ['花名册.xls', 'old'], ['花名册.csv', 'asXlsx'], ['~$roster.xlsx', 'unknown'], ['sites.docx', 'unknown']])('%s is left: %s', (name, why) => {
  expect(recognise(name)).toBe(why)
})

test('of two files of one kind the later counts, but a guess does not push out a file that bears the name', () => {
  const first = choose(none, [file('sites.csv', 1), file('采样点.csv', 2), file('roster (1).xlsx', 3)])
  expect([...first.choice].map(([kind, one]) => [kind, one.file.size])).toEqual([['sites', 1], ['roster', 3]])
  expect(first.replaced).toEqual(['采样点.csv'])
  const second = choose(first.choice, [file('roster.xlsx', 4)])
  expect(second.choice.get('roster')).toEqual({ file: file('roster.xlsx', 4), sure: true })
  expect(second.replaced).toEqual(['roster (1).xlsx'])
  expect(together(second.choice)).toBe(5)
})

test('a file that is empty or too large is left with its reason', () => {
  expect(choose(none, [file('sites.csv', 0), file('residents.csv', MostBytes + 1), file('a.png')]).left).toEqual([{ name: 'sites.csv', why: 'empty' }, { name: 'residents.csv', why: 'large' }, { name: 'a.png', why: 'unknown' }])
})

test('a file goes under the name by which the server knows it', () => {
  const form = formOf(new Map([['roster', { file: new File(['x'], '花名册.xlsx'), sure: false }]]))
  expect(form.getAll('files').map(sent => (sent as File).name)).toEqual(['roster.xlsx'])
})

test('sizes are told in KB and MB', () => {
  expect([sizeWords(76), sizeWords(47_997), sizeWords(4_964_778)]).toEqual(['1 KB', '47 KB', '4.7 MB'])
})
