import { expect, test } from 'vitest'
import { backwards, cell, changes, columnsOf, fewer, key, lay, seatsOf, sum } from './posts'

const posts = [{ site: 'S01', shift: 'A', role: 'Sampler', seats: 4 }, { site: 'S02', shift: 'A', role: 'Sampler', seats: 2 }]
const columns = columnsOf([{ code: 'A' }, { code: 'B' }])

test('only what differs is sent, a new post too and one that is gone as 0', () => {
  const was = seatsOf(posts)
  const now = new Map([...was, [key('S01', posts[0]!), 0], [key('S02', { shift: 'B', role: 'Carer' }), 1], [key('S02', { shift: 'B', role: 'Marshal' }), 0]])
  const changed = changes(was, now)
  expect(changed).toEqual([{ site: 'S01', shift: 'A', role: 'Sampler', seats: 0 }, { site: 'S02', shift: 'B', role: 'Carer', seats: 1 }])
  expect(fewer(was, changed)).toBe(true)
  expect(backwards(was, changed).map(post => post.seats)).toEqual([4, 0])
})

test.each([['', 0], ['4', 4], [' 12 ', 12], ['４', 4], ['100', null], ['-1', null], ['四', null]])('a cell with “%s” means %s', (text, seats) => {
  expect(cell(text)).toBe(seats)
})

test('seats are summed by site and column', () => {
  expect(sum(seatsOf(posts), ['S01', 'S02'], columns)).toBe(6)
  expect(sum(seatsOf(posts), ['S01'], columns.filter(column => column.shift === 'B'))).toBe(0)
})

test('a block from a spreadsheet is laid from a cell on, and what does not fit is counted', () => {
  const { seats, left } = lay(seatsOf(posts), '1\t5\r\nx\t6\r\n7\t8\r\n', ['S01', 'S02'], columns, 0, 0)
  expect([seats.get(key('S01', columns[0]!)), seats.get(key('S01', columns[1]!)), seats.get(key('S02', columns[0]!)), seats.get(key('S02', columns[1]!))]).toEqual([1, 5, undefined, 6])
  expect(left).toBe(3)
})
