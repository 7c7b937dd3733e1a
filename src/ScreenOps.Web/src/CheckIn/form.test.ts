import { expect, test } from 'vitest'
import { body, flaws, type Fields } from './form'

const right: Fields = { by: 'identity', identity: '990355199907288252', household: '', phone: '19901773473', name: '', consent: true, kin: [] }
const keys = (change: Partial<Fields>) => flaws({ ...right, ...change }).map(flaw => [flaw.key, flaw.n])

test('a right form may be sent, with only what was filled in', () => {
  expect(flaws(right)).toEqual([])
  expect(body(right)).toEqual({ identity: '990355199907288252', phone: '19901773473', consent: true })
})

test('two flaws are told together, in the order of the page', () => {
  expect(keys({ identity: '990355199907288250', phone: '1990177347' })).toEqual([['identity-digit', 0], ['phoneShort', 1]])
})

test('without consent nothing is sent', () => {
  expect(keys({ consent: false })).toEqual([['consent', 0]])
})

test('a household number stands in for an identity number', () => {
  expect(keys({ by: 'household', identity: '', household: '' })).toEqual([['householdEmpty', 0]])
  expect(body({ ...right, by: 'household', household: ' h000001 ', name: ' 王秀英 ' })).toEqual({ household: 'H000001', phone: '19901773473', name: '王秀英', consent: true })
})

test('a phone number with country code, spaces or hyphens is taken', () => {
  expect(body({ ...right, phone: '+86 199-0177-3473' }).phone).toBe('19901773473')
})

test('whoever comes along is checked like oneself, and all are sent together', () => {
  const kin = [{ identity: '99042519440520296x', name: ' 王远 ' }, { identity: '990355199907288250', name: '' }]
  expect(flaws({ ...right, kin }).map(flaw => [flaw.field, flaw.key])).toEqual([['identity-1', 'identity-digit']])
  expect(body({ ...right, kin: kin.slice(0, 1) })).toEqual({ people: [{ identity: '990355199907288252' }, { identity: '99042519440520296X', name: '王远' }], phone: '19901773473', consent: true })
  expect(flaws({ ...right, by: 'household', household: 'H1', kin })).toEqual([])
})
