import { expect, test } from 'vitest'
import type { Figures } from './commands'
import { Batch, due, empty, Kept, read, refused, sent, shown, take, tap, unanswered, undoable, type Outbox } from './outbox'

const base: Figures = { status: 'Open', lanes: 2, queue: 10, arrived: 100, sampled: 88, left: 2 }
const act = (box: Outbox, kind: 'Arrived' | 'Sampled' | 'Left' | 'Queue' | 'Lanes' | 'Pause' | 'Undo', n = 1) =>
  tap(box, { kind, n, round: 7, site: 'S21', made: 1000 }, shown(base, box, 0))
const many = (count: number, box = empty()) => Array.from({ length: count }).reduce<Outbox>(held => act(held, 'Arrived'), box)
const applied = (...numbers: number[]) => numbers.map(number => ({ number, outcome: 'Applied' as const }))
const numbers = (box: Outbox) => due(box).map(command => command.number)

test('each tap is numbered once, and a retry sends the same numbers', () => {
  const box = many(3)
  expect(numbers(box)).toEqual([1, 2, 3])
  expect(numbers(unanswered(sent(box, 3)))).toEqual([1, 2, 3])
})

test('a send begins at the lowest number that is not acknowledged', () => {
  expect(numbers(take(sent(many(4), 4), applied(1, 2)))).toEqual([3, 4])
})

test('a send carries no more than a batch', () => {
  expect(numbers(many(Batch + 5))).toHaveLength(Batch)
})

test('a repeat that is acknowledged twice stays safe and changes nothing', () => {
  const once = take(sent(many(2), 2), applied(1, 2))
  expect(take(once, applied(1, 2))).toEqual(once)
})

test('a gap sends again from the number that the server expects', () => {
  const box = take(sent(many(5), 5), applied(1, 2, 3))
  expect(numbers(take(box, [{ number: 4, outcome: 'Gap', expected: 2 }]))).toEqual([2, 3, 4, 5])
})

test('a gap acknowledges what lies below the expected number', () => {
  expect(numbers(take(sent(many(5), 5), [{ number: 5, outcome: 'Gap', expected: 4 }]))).toEqual([4, 5])
})

test('a gap below what is still held is said, not bridged', () => {
  let box = many(Kept + 50)
  for (let at = 0; at < Kept + 50; at += Batch) box = take(box, applied(...numbers(box)))
  box = act(box, 'Arrived')
  expect(take(box, [{ number: Kept + 51, outcome: 'Gap', expected: 3 }]).hole).toBe(true)
})

test('busy uses up no number and stops the receipts that follow', () => {
  const box = take(sent(many(3), 3), [...applied(1), { number: 2, outcome: 'Busy' }, ...applied(3)])
  expect(numbers(box)).toEqual([2, 3])
})

test('a refused command uses up its number and is listed until read', () => {
  const box = take(sent(many(2), 2), [{ number: 1, outcome: 'Refused', reason: 'round-not-open' }, ...applied(2)])
  expect(refused(box).map(entry => entry.reason)).toEqual(['round-not-open'])
  expect([numbers(box), numbers(act(box, 'Arrived')), refused(read(box))]).toEqual([[], [3], []])
})

test('waiting taps are shown at once, on top of the server’s figures', () => {
  expect(shown(base, act(act(empty(), 'Arrived', 5), 'Sampled'), 0)).toEqual({ ...base, arrived: 105, sampled: 89, queue: 14 })
})

test('figures that already hold a tap do not get it again', () => {
  expect(shown(base, many(3), 3)).toEqual(base)
})

test('a refused tap has no effect on the figures', () => {
  expect(shown(base, take(many(1), [{ number: 1, outcome: 'Refused', reason: 'bad-amount' }]), 0)).toEqual(base)
})

test('an undo is a command of its own and takes the shown effect back, once', () => {
  const box = act(empty(), 'Sampled', 10)
  const undo = act(box, 'Undo', undoable(box, 'S21', 7)!.number)
  expect(shown(base, undo, 0)).toEqual({ ...base, queue: 10 })
  expect([numbers(undo), undoable(undo, 'S21', 7)]).toEqual([[1, 2], null])
})

test('an undone count or state returns to what was shown before it', () => {
  const box = act(act(empty(), 'Queue', 50), 'Pause', 0)
  expect(shown(base, act(box, 'Undo', 2), 0)).toEqual({ ...base, queue: 50 })
})

test('a command of another round or site is not taken back', () => {
  expect(undoable(many(1), 'S21', 7)).not.toBeNull()
  expect(undoable(many(1), 'S21', 8)).toBeNull()
  expect(undoable(many(1), 'S22', 7)).toBeNull()
})

test('a queue is never shown below zero', () => {
  expect(shown({ ...base, queue: 0 }, act(empty(), 'Sampled', 10), 0).queue).toBe(0)
})
