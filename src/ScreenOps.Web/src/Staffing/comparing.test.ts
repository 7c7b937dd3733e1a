import { expect, test } from 'vitest'
import { changesShown, countsOf, whoHears, type Change, type MemberChange } from './comparing'

const change = (name: string, change: Change, site = 'S1'): MemberChange =>
  ({ member: name, name, kind: '', village: '', change, told: false, before: [], after: [{ site, shift: 'A', role: 'Sampler', seat: 0 }], kmBefore: 0, kmAfter: 1 })
const all = [change('Li', 'OtherSite', 'S2'), change('Wang', 'OtherRole'), change('Zhao', 'Gone'), change('Sun', 'New'), change('Qian', 'New')]

test('kinds of changes are counted in the order of what matters, without those there are none of', () => {
  expect(countsOf(all)).toEqual([{ change: 'OtherSite', n: 1 }, { change: 'OtherRole', n: 1 }, { change: 'Gone', n: 1 }, { change: 'New', n: 2 }])
})

test('who hears what: another duty, none any more, or the first', () => {
  expect(whoHears(all).map(h => [h.what, h.people.map(p => p.name)])).toEqual([['other', ['Li', 'Wang']], ['gone', ['Zhao']], ['new', ['Sun', 'Qian']]])
  expect(whoHears([])).toEqual([])
})

test('a table is narrowed by kind, by a name and by a site', () => {
  const name = (code: string) => code === 'S2' ? 'East gate' : 'West gate'
  expect(changesShown(all, 'New', '', name).map(c => c.name)).toEqual(['Sun', 'Qian'])
  expect(changesShown(all, null, 'east', name).map(c => c.name)).toEqual(['Li'])
  expect(changesShown(all, null, 'ZHAO', name).map(c => c.name)).toEqual(['Zhao'])
})
