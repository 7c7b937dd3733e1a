import { expect, test } from 'vitest'
import { acts, minutesSince, moment, reasons, repairBody, type AtRisk, type Repair, type RiskReason } from './morning'

const row = (state: AtRisk['state'], ...risks: RiskReason[]): AtRisk => ({ member: { id: '1', name: 'a', kind: '' }, site: 'S1', siteName: 'one', shift: 'A', role: 'Sampler', seat: 0, state, risks: risks.map(reason => ({ reason, since: '2022-08-14T05:15:00+08:00', text: '' })) })

test('people are counted by each of their reasons, the gravest first', () => {
  expect(reasons([row('Published', 'NotConfirmed', 'AbsentLast'), row('Confirmed', 'NotThere'), row('Published', 'NotConfirmed')])).toEqual([{ reason: 'NotThere', count: 1 }, { reason: 'NotConfirmed', count: 2 }, { reason: 'AbsentLast', count: 1 }])
})

test('what may be said of somebody follows from why they are at risk', () => {
  expect(acts(row('Published', 'NotThere', 'NotConfirmed'))).toEqual(['CheckIn', 'Miss'])
  expect(acts(row('Published', 'NotConfirmed'))).toEqual(['Confirm', 'Decline'])
  expect(acts(row('Confirmed', 'AbsentLast'))).toEqual(['Decline'])
})

test('a moment says its day where that is another', () => {
  expect([moment('2022-08-14T05:15:00+08:00', '2022-08-14'), moment('2022-08-13T20:00:00+08:00', '2022-08-14')]).toEqual(['05:15', '08-13 20:00'])
  expect(minutesSince('2022-08-14T05:15:00+08:00', Date.parse('2022-08-14T05:27:59+08:00'))).toBe(12)
})

test('a repair is taken as it was shown', () => {
  const to = { site: 'S1', shift: 'A', role: 'Sampler' as const, number: 1 }
  const repair: Repair = { version: 7, moves: [{ member: { id: '1', name: 'a', kind: '' }, shift: 'A', from: null, to, fromName: null, toName: 'one', km: 1, told: false }], emptyBefore: 1, emptyAfter: 0, weightBefore: 10, weightAfter: 0, kmBefore: 1, kmAfter: 2, lost: 0, proven: true, milliseconds: 1 }
  expect(repairBody(repair)).toEqual({ version: 7, moves: [{ member: '1', shift: 'A', from: null, to }] })
})
