import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { healths, statuses } from './replay'

const core = path => readFileSync(new URL(`../../../ScreenOps.Core/${path}`, import.meta.url), 'utf8')
const members = (text, name) => text.match(new RegExp(`enum ${name} \\{ ([^}]*) \\}`))[1].split(', ')

test('the numbers of a replay stand for the same words as on the server', () => {
  expect(members(core('Board/SiteState.cs'), 'Health')).toEqual([...healths])
  expect(Object.fromEntries(members(core('Counting/SiteStatus.cs'), 'SiteStatus').map(one => one.split(' = ').reverse()))).toEqual(statuses)
})
