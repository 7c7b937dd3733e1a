import { expect, test } from 'vitest'
import type { Alert } from './alerts'
import { due, line, requests, take, type HelpAct } from './help'

const alert = (over: Partial<Alert> = {}): Alert => ({
  id: 'a', site: 'S1', kind: 'Help', cause: 'tubes', severity: 'Act', state: 'Waiting', end: null, raised: 100, since: 100, owner: null, mine: false, due: null, snoozedUntil: null, escalated: null, ended: null, version: 1, ...over,
})
const act = (over: Partial<HelpAct> = {}): HelpAct => ({ id: 'x', device: 'd', site: 'S1', order: 1, round: 1, does: 'Ask', of: null, cause: 'tubes', made: 50, progress: 'waiting', reason: null, ...over })

test('what was pressed without network stands at once and says that it is stored here', () => {
  expect(requests([], [act()], 1)).toMatchObject([{ id: 'x', cause: 'tubes', state: 'kept', raised: 50 }])
})

test('once the server knows it, it stands once: with its owner, also where the answer was lost', () => {
  const known = alert({ id: 'x', state: 'Taken', owner: 'Zhou', due: 900 })
  expect(requests([known], [act()], 1)).toMatchObject([{ id: 'x', state: 'Taken', owner: 'Zhou', due: 900, pending: null }])
})

test('asked for again while it is open it is the same request', () => {
  expect(requests([alert()], [act()], 1)).toMatchObject([{ id: 'a', pending: 'Ask' }])
})

test('withdrawn or resolved here it is gone at once, also before it was ever sent', () => {
  expect(requests([alert()], [act({ does: 'Withdraw', of: 'a' })], 1)).toEqual([])
  expect(requests([], [act(), act({ id: 'y', order: 2, does: 'Withdraw', of: 'x' })], 1)).toEqual([])
  expect(requests([alert({ state: 'Ended', end: 'Withdrawn', ended: 9, id: 'x' })], [act()], 1)).toEqual([])
})

test('who says that help is here sees it at once', () => {
  expect(requests([alert({ state: 'Taken', due: 5 })], [act({ does: 'Arrive', of: 'a' })], 1)).toMatchObject([{ state: 'Arrived', pending: 'Arrive' }])
})

test('a refused one comes first and another round is not shown', () => {
  expect(requests([alert({ cause: 'people' })], [act({ progress: 'refused', reason: 'NoAct' })], 1).map(r => r.refused)).toEqual([true, false])
  expect(requests([], [act({ round: 2 })], 1)).toEqual([])
})

test('what waits goes out in the order in which it was pressed, one round and one site at a time', () => {
  const acts = [act({ id: 'b', order: 2 }), act({ id: 'a', order: 1 }), act({ id: 'c', order: 3, round: 2 }), act({ id: 'd', order: 4, site: 'S2' }), act({ id: 'e', order: 5, progress: 'refused' })]
  expect(due(acts, 'd', 'S1').map(a => a.id)).toEqual(['a', 'b'])
  expect(due(acts, 'other', 'S1')).toEqual([])
})

test('answers take away what was taken, keep what was refused until it was read, and leave the rest', () => {
  const acts = [act({ id: 'a' }), act({ id: 'b' }), act({ id: 'c', does: 'Withdraw', of: 'a' }), act({ id: 'd' })]
  const left = take(acts, [{ id: 'a', reason: null, cure: null, alert: 'a' }, { id: 'b', reason: 'Full', cure: '…', alert: null }, { id: 'c', reason: 'NoAlert', cure: '…', alert: null }])
  expect(left.map(a => [a.id, a.progress])).toEqual([['b', 'refused'], ['d', 'waiting']])
})

test('the minutes until somebody comes are counted down, and lateness is not hidden', () => {
  const [taken] = requests([alert({ state: 'Taken', owner: 'Zhou', due: 600_000 })], [], 1)
  expect([line(taken!, 0), line(taken!, 599_999), line(taken!, 600_000)]).toEqual([{ key: 'TakenIn', n: 10 }, { key: 'TakenIn', n: 1 }, { key: 'TakenLate', n: 0 }])
})
