import { expect, test } from 'vitest'
import type { Kept } from './late'
import { ofPass, overlaid } from './local'
import type { RosterPerson } from './roster'

const place = { district: 'd', round: 1, site: 'S1' }
const person: RosterPerson = { person: 'a', name: '王*英', born: 1960, village: 'V', household: 'H1', walkIn: false, reason: null, identityEnd: '8252', phoneEnd: null, passes: [], standing: null }
const act = (number: number, more: object): Kept => ({ number, place, who: '', said: 0, trouble: null, ...more }) as Kept

test('who was checked in and sampled without a network stands so on the desk’s copy at once, a walk-in among them', () => {
  const arrived = act(1, { kind: 'checkin', body: { person: 'a', priority: null, made: 5 }, said: 3 })
  const walkIn = act(2, { kind: 'walkin', body: { id: 'w', name: '赵无名', identity: '', phone: '', born: null, priority: null, made: 6 }, said: 4 })
  const put = act(3, { kind: 'tube', body: { id: 'i', kind: 'Put', barcode: 'T', made: 7, person: 'a' } })
  const now = overlaid([person], [arrived, walkIn], 'S1', '一号点')
  expect(now.map(one => [one.person, one.name, one.standing?.last, one.standing?.kept])).toEqual([['a', '王*英', 'Arrived', 3], ['w', '赵*名', 'Arrived', 4]])
  expect(overlaid([person], [arrived, put], 'S1', '一号点')[0]?.standing).toMatchObject({ last: 'Sampled', at: 7 })
  expect(overlaid([person], [{ ...arrived, trouble: { word: 'sampled' } }], 'S1', '')[0]?.standing).toBeNull()
})

test('of somebody of whom the pass alone is known it is told what was done with it', () => {
  const arrived = act(1, { kind: 'checkin', body: { pass: 'SO1:X', priority: null, made: 5 }, said: 3 })
  expect([ofPass([arrived], 'SO1:X', 'S1', ''), ofPass([arrived], 'SO1:Y', 'S1', '')]).toMatchObject([{ last: 'Arrived', kept: 3 }, null])
  expect(ofPass([arrived, act(2, { kind: 'tube', body: { id: 'i', kind: 'Put', barcode: 'T', made: 7, pass: 'SO1:X' } })], 'SO1:X', 'S1', '')?.last).toBe('Sampled')
})
