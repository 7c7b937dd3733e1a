import { expect, test } from 'vitest'
import { accountBody, accountFlaws, chosen, fieldsOf, placeOf, type Account } from './accounts'

const account = (more: Partial<Account>): Account =>
  ({ id: '1', name: '李', grant: 'Desk', site: 'S01', phone: null, member: null, hasPassword: false, mustChange: false, disabled: false, lockedUntil: null, lastIn: null, own: false, passkeys: 0, village: null, grid: null, ...more })

test('a desk needs its site, a command centre none', () => {
  expect(accountFlaws({ name: '李', phone: '', grant: 'Desk', site: '', place: '' })).toEqual(['site'])
  expect(accountFlaws({ name: '李', phone: '', grant: 'CommandCentre', site: '', place: '' })).toEqual([])
  expect(accountBody({ name: ' 李 ', phone: '', grant: 'CommandCentre', site: 'S01', place: '' }, 'x')).toEqual({ id: 'x', name: '李', grant: 'CommandCentre', phone: null, site: null, village: null, grid: null })
})

test('a grid worker needs a grid, which may be one without a name', () => {
  const fields = { name: '李', phone: '', grant: 'GridWorker', site: '' } as const
  expect(accountFlaws({ ...fields, place: '' })).toEqual(['grid'])
  expect(accountBody({ ...fields, place: placeOf('东村', '') }, 'x')).toMatchObject({ site: null, village: '东村', grid: '' })
  expect(fieldsOf(account({ grant: 'GridWorker', site: null, village: '东村', grid: '' })).place).toBe(placeOf('东村', ''))
})

test('a phone may be left away, and is taken as people write it', () => {
  expect(accountFlaws({ name: '李', phone: '1380000', grant: 'Lab', site: '', place: '' })).toEqual(['phone'])
  expect(accountBody({ name: '李', phone: '＋86 138-0000-0001', grant: 'Lab', site: '', place: '' }, 'x').phone).toBe('13800000001')
})

test('staff members and who is disabled are left out until they are asked for', () => {
  const all = [account({}), account({ id: '2', grant: 'Member', member: 'm' }), account({ id: '3', disabled: true })]
  const ids = (...ask: [string, Account['grant'] | '', boolean, boolean]) => chosen(all, ...ask, one => `${one.name} ${one.site}`).map(one => one.id)
  expect(ids('', '', false, false)).toEqual(['1'])
  expect(ids('', '', true, true)).toEqual(['1', '2', '3'])
  expect(ids('', 'Member', false, false)).toEqual(['2'])
  expect(ids('s01 李', '', false, false)).toEqual(['1'])
  expect(ids('s02', '', false, false)).toEqual([])
})

test('the form of a member shows no grant to change', () => {
  expect(fieldsOf(account({ grant: 'Member', site: null })).grant).toBe('')
})
