import { expect, test } from 'vitest'
import type { Round } from './office'
import { anotherShift, clockTime, lastReal, nextDay, nextName, nextRound, orderFlaws, shiftFlaws, tidyShift } from './rounds'

const round = (change: Partial<Round>): Round =>
  ({ id: 1, name: '第 1 轮', state: 'Closed', day: '2025-11-20', tubeSize: 10, rehearsal: false, speed: 1, now: 0, openedAt: null, closedAt: null, sealedAt: null, ...change })
const zone = 'Asia/Shanghai'
const six = Date.parse('2025-11-24T06:00:00+08:00'), evening = Date.parse('2025-11-24T20:00:00+08:00')
const shift = (code: string, starts: string, ends: string) => ({ code, name: code, starts, ends })

test('the next round is like the last real one, not like a draft or a rehearsal', () => {
  const rounds = [round({ id: 4, rehearsal: true }), round({ id: 3, state: 'Draft', day: '2025-11-30' }), round({ id: 2, tubeSize: 20, name: '第 2 轮' }), round({})]
  expect(lastReal(rounds)?.id).toBe(2)
  expect(nextRound(rounds, six, zone)).toEqual({ day: '2025-11-24', name: '第 3 轮', from: 2, tubeSize: 20 })
})

test('before there is any round the imported pattern is taken', () => {
  expect(nextRound([], six, zone)).toEqual({ day: '2025-11-24', name: '2025-11-24', from: 0, tubeSize: 10 })
})

test('in the evening it is tomorrow, and a day that has a round is passed over', () => {
  expect(nextDay([], evening, zone)).toBe('2025-11-25')
  expect(nextDay([round({ day: '2025-11-24' }), round({ id: 2, state: 'Draft', day: '2025-11-25' })], six, zone)).toBe('2025-11-26')
  expect(nextDay([round({ day: '2025-11-24', rehearsal: true })], six, zone)).toBe('2025-11-24')
})

test.each([
  ['第 3 轮', '第 4 轮'], ['第三轮', '第四轮'], ['第九轮', '第十轮'], ['第十轮', '第十一轮'], ['第十九次', '第二十次'], ['第二十九轮筛查', '第三十轮筛查'],
  ['2025-11-20', '2025-11-24'], ['2025-11-20 早', '2025-11-24 早'], ['Round 9', 'Round 10'], ['全员筛查', '2025-11-24'],
])('%s is followed by %s', (last, next) => {
  expect(nextName(round({ name: last }), '2025-11-24')).toBe(next)
})

test('a name that the day has already is refused, as the draft of that name would come back', () => {
  expect(orderFlaws({ day: '2025-11-20', name: ' 第 1 轮 ' }, [round({})])).toEqual([['name', 'nameTaken']])
  expect(orderFlaws({ day: '', name: '' }, [])).toEqual([['day', 'dayEmpty'], ['name', 'nameEmpty']])
})

test('a shift ends after it starts and has a code of its own', () => {
  expect([...shiftFlaws([shift('A', '05:30:00', '09:30:00'), shift('A', '09:30:00', '13:00:00'), shift('C', '13:00', '13:00'), shift('', '', '')])]).toEqual([[1, 'codeTwice'], [2, 'ends'], [3, 'code']])
  expect(shiftFlaws([]).get(-1)).toBe('none')
})

test('a shift is sent with seconds, whether they were typed or not', () => {
  expect(tidyShift({ code: ' A ', name: '早班 ', starts: '05:30', ends: '09:30:00' })).toEqual({ code: 'A', name: '早班', starts: '05:30:00', ends: '09:30:00' })
})

test('another shift begins where the last one ends, under the first free letter', () => {
  expect(anotherShift([shift('A', '05:30:00', '09:30:00'), shift('C', '09:30:00', '13:00:00')])).toEqual({ code: 'B', name: '', starts: '13:00', ends: '' })
})

test.each([['5:30', '05:30'], ['0530', '05:30'], ['05:30:00', '05:30'], ['５：３０', '05:30'], ['25:00', ''], ['9:3', ''], ['', '']])('“%s” is the time “%s”', (text, time) => {
  expect(clockTime(text)).toBe(time)
})
