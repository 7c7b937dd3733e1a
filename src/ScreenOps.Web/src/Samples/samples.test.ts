import { expect, test } from 'vitest'
import { byNeed, clock, minutes, nextSide, read, type Box } from './samples'

const box = (change: Partial<Box>): Box => ({ code: 'B-1', site: 'S01', madeAt: 0, sealedAt: 1, firstSwab: 10, received: null, state: 'InTime', tubes: 1, people: 10, signatures: [], barcodes: [], ...change })

test('one field takes a pass, a ticket and a barcode, and nothing else', () => {
  expect(read(' so1:6BF ')).toEqual({ pass: 'so1:6BF' })
  expect(read('83')).toEqual({ ticket: 83 })
  expect(read('ab-0417\n')).toEqual({ barcode: 'AB-0417' })
  for (const wrong of ['', 'x', '管子0417', '12 345', 'A'.repeat(33)]) expect(read(wrong)).toBeNull()
})

test('a clock shows hours and minutes and never runs backwards', () => {
  expect([clock(minutes(0, 187 * 60_000 + 59_000)), clock(minutes(100, 0))]).toEqual(['3:07', '0:00'])
})

test('boxes on their way come first, the oldest swab before the others', () => {
  expect(byNeed([box({ code: 'done', received: 5, firstSwab: 1 }), box({ code: 'new', firstSwab: null }), box({ code: 'old', firstSwab: 2 }), box({ code: 'young', firstSwab: 9 })]).map(b => b.code)).toEqual(['old', 'young', 'new', 'done'])
})

test('a sealed box waits for the side that has not signed, the lab last', () => {
  const signed = (side: 'Site' | 'Courier' | 'Lab') => ({ side, name: side, at: 1 })
  expect([nextSide(box({ sealedAt: null })), nextSide(box({})), nextSide(box({ signatures: [signed('Site')] })), nextSide(box({ signatures: [signed('Courier'), signed('Site')] })), nextSide(box({ signatures: [signed('Courier'), signed('Site'), signed('Lab')] }))])
    .toEqual([null, 'Site', 'Courier', 'Lab', null])
})
