import { expect, test } from 'vitest'
import { flaw, holder, lookUp, masked, type RosterPerson } from './roster'

const one = (person: string, more: Partial<RosterPerson> = {}): RosterPerson =>
  ({ person, name: '王*英', born: 1960, village: 'V', household: 'H000001', walkIn: false, reason: null, identityEnd: '8252', phoneEnd: '3473', passes: [], standing: null, ...more })
const people = [
  one('a', { passes: ['p1'] }), one('b', { name: '王*', household: 'H000002', identityEnd: '296X', phoneEnd: '8252' }),
  one('c', { name: '李**明', household: 'H000003', identityEnd: null, phoneEnd: null, standing: { last: 'Arrived', site: 'S1', siteName: 'S1', ticket: 83, priority: 12, at: 0 } }),
]
const found = (text: string) => lookUp(people, text, 'S1')?.found.map(person => `${person.person} ${person.by}`) ?? null

test('without a network a desk finds people by ticket, last four, household and what a mask shows of a name', () => {
  expect(found('8252')).toEqual(['a Identity', 'b Phone'])
  expect(found('990355199907288252')).toEqual(['a Identity'])
  expect(found('296x')).toEqual(['b Identity'])
  expect([found('83'), found('p12'), found('7')]).toEqual([['c Ticket'], ['c Priority'], []])
  expect([found('h000002'), found('王秀英'), found('王远'), found('李晓晓明')]).toEqual([['b Household'], ['a Name'], ['b Name', 'a Name'].sort(), ['c Name']])
  expect([found('王'), found(''), found('x')]).toEqual([null, null, null])
  expect(lookUp(people, '83', 'S2')?.found).toEqual([])
})

test('whom a number that was given without a network means is found by it', () => {
  const kept = [one('d', { standing: { last: 'Arrived', site: 'S1', siteName: 'S1', ticket: 0, priority: null, at: 0, kept: 3 } })]
  expect(lookUp(kept, 'L3', 'S1')?.found.map(person => person.person)).toEqual(['d'])
})

test('more than twenty are no answer', () => {
  const many = lookUp(Array.from({ length: 30 }, (_, n) => one(`${n}`)), '8252', 'S1')
  expect([many?.found.length, many?.more]).toEqual([20, true])
})

test('a household’s size and a pass’s holder come from the copy', () => {
  expect(lookUp([...people, one('e')], '王秀英', 'S1')?.found[0]?.members).toBe(2)
  expect([holder(people, 'p1')?.person, holder(people, 'p2')]).toEqual(['a', null])
  expect(['王', '王英', '王秀英', '欧阳小明'].map(masked)).toEqual(['*', '王*', '王*英', '欧**明'])
})

test('a pass is told with the reason that the server would give', () => {
  const claims = { id: 'p', kind: 'resident' as const, expires: 0 }
  expect([flaw({ is: 'valid', claims }), flaw({ is: 'valid', claims: { ...claims, kind: 'staff' } }), flaw({ is: 'revoked', claims }), flaw({ is: 'expired', claims }), flaw({ is: 'unknownSigner', keyId: '' }), flaw({ is: 'forged' }), flaw({ is: 'notAPass' })])
    .toEqual([null, 'pass-staff', 'pass-revoked', 'pass-expired', 'pass-unknown-signer', 'pass-forged', 'not-a-pass'])
})
