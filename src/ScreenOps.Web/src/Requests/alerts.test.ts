import { expect, test } from 'vitest'
import { byNeed, firstAct, folded, groupOf, learn, newsOf, offers, opposite, overdue, urgent, type Alert, type AlertDoes } from './alerts'

const alert = (over: Partial<Alert> = {}): Alert => ({
  id: 'a', site: 'S1', kind: 'Help', cause: 'tubes', severity: 'Act', state: 'Waiting', end: null, raised: 100, since: 100,
  owner: null, mine: false, due: null, snoozedUntil: null, escalated: null, ended: null, version: 1, ...over,
})
const all: AlertDoes[] = ['Take', 'Release', 'Arrive', 'Escalate', 'Snooze', 'Wake', 'Resolve', 'Reopen']

test('an emergency that nobody has comes first, then what was escalated, then what nobody has, then the rest by how long it waits', () => {
  const order = [
    alert({ id: 'emergency', severity: 'Emergency', raised: 900 }), alert({ id: 'escalated', severity: 'Watch', escalated: 500 }), alert({ id: 'act', raised: 200 }), alert({ id: 'act later', raised: 300 }),
    alert({ id: 'watch', severity: 'Watch', raised: 50 }), alert({ id: 'taken emergency', severity: 'Emergency', state: 'Taken', due: 1 }), alert({ id: 'taken', state: 'Taken', due: 1 }), alert({ id: 'arrived', state: 'Arrived' }),
  ]
  expect([...order].reverse().sort(byNeed).map(a => a.id)).toEqual(order.map(a => a.id))
})

test('what has ended is told the last first', () => {
  expect([alert({ id: 'one', state: 'Ended', ended: 1 }), alert({ id: 'two', state: 'Ended', ended: 2 })].sort(byNeed).map(a => a.id)).toEqual(['two', 'one'])
})

test('the act that a row offers first is one that it offers', () => {
  for (const state of ['Waiting', 'Taken', 'Arrived', 'Ended'] as const)
    for (const mine of [true, false])
      for (const snoozedUntil of state === 'Ended' ? [null] : [null, 5]) {
        const one = alert({ state, mine, snoozedUntil })
        expect(offers(one, firstAct(one))).toBe(true)
      }
})

test('signs of one cause that nobody has stand as one from three on, where the first of them stood', () => {
  const sign = (id: string, over: Partial<Alert> = {}) => alert({ id, kind: 'Sign', cause: 'long-wait', ...over })
  const shown = (rows: Alert[]) => folded(rows).map(r => 'alerts' in r ? r.alerts.map(a => a.id).join('+') : r.id)
  expect(shown([alert({ id: 'help' }), sign('a'), sign('idle', { cause: 'lane-idle' }), sign('b'), sign('c'), sign('taken', { state: 'Taken' })])).toEqual(['help', 'a+b+c', 'idle', 'taken'])
  expect(shown([sign('a'), sign('b')])).toEqual(['a', 'b'])
  expect(shown([sign('up', { escalated: 1 }), sign('a'), sign('b'), sign('c')])).toEqual(['up', 'a+b+c'])
  expect(shown([alert({ id: 'x' }), alert({ id: 'y' }), alert({ id: 'z' })])).toEqual(['x', 'y', 'z'])
})

test('nobody puts an emergency off, and what has ended is only opened again', () => {
  expect(offers(alert({ severity: 'Emergency' }), 'Snooze')).toBe(false)
  expect(all.filter(does => offers(alert({ state: 'Ended' }), does))).toEqual(['Reopen'])
  expect(opposite('Take')).toBe('Release')
  expect(opposite('Escalate')).toBeNull()
})

test('what is put off is in a group of its own, and comes too late only when somebody took it', () => {
  expect([groupOf(alert()), groupOf(alert({ snoozedUntil: 5 })), groupOf(alert({ state: 'Ended' }))]).toEqual(['open', 'snoozed', 'ended'])
  expect([overdue(alert({ state: 'Taken', due: 5 }), 6), overdue(alert({ state: 'Taken', due: 5 }), 5), overdue(alert({ state: 'Arrived', due: null }), 6)]).toEqual([true, false, false])
})

test('a reading is news only against an earlier one: new ones, those opened again, and what was escalated', () => {
  const before = [alert({ id: 'stays' }), alert({ id: 'ended', state: 'Ended' }), alert({ id: 'worse' }), alert({ id: 'taken' })]
  const after = [alert({ id: 'stays' }), alert({ id: 'ended' }), alert({ id: 'worse', escalated: 7 }), alert({ id: 'taken', state: 'Taken' }), alert({ id: 'put off', snoozedUntil: 9 }), alert({ id: 'new' })]
  expect(newsOf(null, after)).toEqual([])
  expect(newsOf(before, after).map(n => [n.alert.id, n.what])).toEqual([['ended', 'new'], ['worse', 'escalated'], ['new', 'new']])
})

test('only the worst is said into what is being read', () => {
  expect(urgent([{ alert: alert(), what: 'new' }])).toBe(false)
  expect(urgent([{ alert: alert({ severity: 'Emergency' }), what: 'new' }])).toBe(true)
  expect(urgent([{ alert: alert(), what: 'escalated' }])).toBe(true)
})

test('an answer never replaces a newer reading', () => {
  expect(learn([alert({ version: 3 })], alert({ version: 2, state: 'Taken' }))[0]!.state).toBe('Waiting')
  expect(learn([alert({ version: 1 })], alert({ version: 2, state: 'Taken' }))[0]!.state).toBe('Taken')
  expect(learn([], alert()).length).toBe(1)
})
