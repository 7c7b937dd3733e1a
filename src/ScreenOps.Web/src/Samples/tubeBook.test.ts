import { expect, test } from 'vitest'
import { bookOf, isIn, judge, type LateAct } from './tubeBook'

let made = 0
const act = (kind: LateAct['body']['kind'], barcode: string, more: Partial<LateAct['body']> = {}): LateAct => ({ body: { id: `${++made}`, kind, barcode, made, ...more }, who: '王*英' })
const people = (n: number, from = 0) => Array.from({ length: n }, (_, at) => `p${from + at}`)

test('without a network a tube takes ten, refuses an eleventh, and knows who is in it', () => {
  const acts = [act('Open', 'T-1'), ...people(10).map(person => act('Put', 'T-1', { person }))]
  const book = bookOf([], acts, 10)
  expect([book.get('T-1')?.tube.filled, book.get('T-1')?.tube.state, book.get('T-1')?.people[0]?.id]).toEqual([10, 'Full', 'p9'])
  expect([judge(book, 'Put', 'T-1', 'p3'), judge(book, 'Put', 'T-1', 'p99'), judge(book, 'Put', 'T-2', 'p99'), judge(book, 'Open', 'T-1', '')]).toEqual(['Already', 'Full', 'UnknownTube', 'BarcodeUsed'])
  const two = bookOf([], [...acts, act('Open', 'T-2')], 10)
  expect([judge(two, 'Put', 'T-2', 'p3'), isIn(two, 'p3'), judge(two, 'Open', 'T-2', '')]).toEqual(['InOtherTube', 'T-1', 'Already'])
})

test('what the server said of a tube stands below what was done here since', () => {
  const tube = { barcode: 'T-1', round: 1, site: 'S1', lane: null, size: 5, filled: 4, state: 'Open' as const, openedAt: 1, firstSwab: 1, trouble: null, troubleAt: null, troubleWhy: null, box: null }
  const said = { tube, people: people(4).map(id => ({ id, name: '', ticket: 0, made: 1, state: 'In' as const, doubt: null })), acts: [], next: null }
  expect(judge(bookOf([said], [], 10), 'Put', 'T-1', 'p2')).toBe('Already')
  const full = bookOf([said], [act('Put', 'T-1', { ticket: 83 })], 10)
  expect([full.get('T-1')?.tube.state, isIn(full, 'ticket 83')]).toEqual(['Full', 'T-1'])
  const mended = bookOf([said], [act('Put', 'T-1', { ticket: 83 }), act('Abort', 'T-1', { person: 'p0' }), act('Close', 'T-1')], 10)
  expect([mended.get('T-1')?.tube.filled, mended.get('T-1')?.tube.state, judge(mended, 'Put', 'T-1', 'x'), judge(mended, 'Reopen', 'T-1', '')]).toEqual([4, 'Closed', 'Closed', 'Done'])
})

test('a person moved to another tube is in that one alone', () => {
  const book = bookOf([], [act('Open', 'T-1'), act('Open', 'T-2'), act('Put', 'T-1', { person: 'a' }), act('Move', 'T-1', { person: 'a', to: 'T-2' })], 10)
  expect([isIn(book, 'a'), book.get('T-1')?.tube.filled, book.get('T-2')?.tube.filled]).toEqual(['T-2', 0, 1])
  expect(judge(book, 'Move', 'T-1', 'a', 'T-2')).toBe('NotInTube')
})
