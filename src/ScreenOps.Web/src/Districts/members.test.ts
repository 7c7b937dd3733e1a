import { expect, test } from 'vitest'
import { fieldsOf, matches, memberBody, memberFlaws, type Member } from './members'

const member: Member = { id: '1', name: '张伟', kind: '医护人员', unit: '普集卫生院', phone: '138****1234', roles: ['Sampler', 'Registrar'], village: '普西村', shifts: ['A'], retired: false }
const found = (query: string) => matches(member, query, role => role === 'Sampler' ? '采样员' : '信息员')

test.each([['张', true], ['普西 采样', true], ['卫生院 点长', false], ['1234', true], ['138 0000 1234', true], ['13900001234', false], ['', true], ['李', false]])('“%s” finds the member: %s', (query, is) => {
  expect(found(query)).toBe(is)
})

test('a member that is only looked at is saved as it was, with the phone left alone', () => {
  expect(memberFlaws(fieldsOf(member), true)).toEqual([])
  expect(memberBody(fieldsOf(member), member.id, false)).toEqual({ ...member, phone: null })
})

test('a new member needs name, phone, a role and a village', () => {
  expect(memberFlaws(fieldsOf(null), false)).toEqual(['name', 'phone', 'roles', 'village'])
  expect(memberFlaws({ ...fieldsOf(member), phone: '1380000123', allDay: false, shifts: [] }, true)).toEqual(['phone', 'shifts'])
})

test('all day is sent as no list, and a phone as its digits', () => {
  expect(memberBody({ ...fieldsOf(member), phone: '+86 138-0000-1234', allDay: true }, '1', true)).toMatchObject({ phone: '13800001234', shifts: null, retired: true })
})
