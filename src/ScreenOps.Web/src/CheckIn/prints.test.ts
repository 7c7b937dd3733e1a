import { expect, test, vi } from 'vitest'
import { lines, printed, sheets } from './prints'

test('what the server sends is read line by line, wherever the network cuts it', () => {
  const kept = { rest: '' }
  const read = (text: string) => [...lines(kept, text)]
  expect([read('[1,'), read('2]\n[3]\n['), read('4]'), read('\n')]).toEqual([[], ['[1,2]', '[3]'], [], ['[4]']])
})

test('a sheet holds ten cards', () => {
  expect([0, 1, 10, 11, 20_000].map(sheets)).toEqual([0, 1, 1, 2, 2000])
})

test('the page has its turn after each part, though all of them came at once', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('[]\n[]\n[]\n')))
  const turns: number[] = []
  let turn = 0
  const clock = setInterval(() => { turn++ })
  try {
    for await (const _ of printed('', { village: '', grid: '', household: '' }, new AbortController().signal)) turns.push(turn)
  } finally {
    clearInterval(clock)
    vi.unstubAllGlobals()
  }
  expect(turns).toHaveLength(3)
  expect(new Set(turns).size).toBe(3)
})
