import { expect, test } from 'vitest'
import { may, numberOf, verdict, whole, type Person, type Standing } from './desk'

const person = (standing: Standing | null): Person => ({ person: 'p', name: '王*英', born: 1999, village: 'V', household: 'H1', members: 2, walkIn: false, reason: null, by: 'Name', standing })
const stands = (last: Standing['last'], site: string): Standing => ({ last, site, siteName: site, ticket: 7, priority: null, at: 0 })

test('a number is the ticket, or the one of its own, or the one that was given without a network', () => {
  expect([numberOf({ ticket: 83, priority: null }), numberOf({ ticket: 83, priority: 12 }), numberOf({ ticket: 0, priority: null, kept: 3 })]).toEqual(['83', 'P12', 'L3'])
})

test('where somebody stands says what is to be done', () => {
  expect([null, stands('Left', 'S1'), stands('Arrived', 'S1'), stands('Arrived', 'S2'), stands('Sampled', 'S2')].map(at => verdict(person(at), 'S1'))).toEqual(['new', 'back', 'here', 'elsewhere', 'sampled'])
  expect([null, stands('Left', 'S1'), stands('Arrived', 'S1'), stands('Arrived', 'S2'), stands('Sampled', 'S2')].map(at => may(person(at), 'S1'))).toEqual([true, true, false, true, false])
})

test('what is typed is looked up by itself from four digits or two characters on', () => {
  expect(['', '1', '123', '王', 'H1'].map(whole)).toEqual([false, false, false, false, false])
  expect(['1234', '296x', '王秀', 'P1', 'H000001'].map(whole)).toEqual([true, true, true, true, true])
})
