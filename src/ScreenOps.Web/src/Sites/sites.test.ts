import { expect, test } from 'vitest'
import { faraway, fieldsOf, inOrder, nextCode, pair, siteBody, siteFlaws, type Site } from './sites'

const site: Site = { code: 'S01', name: '普西村采样点', village: '普西村', latitude: 36.746025, longitude: 117.636002, population: 1189, lanesPlanned: 2, address: '普西村文化广场', retired: false }
const right = fieldsOf(site)

test.each([[['S01', 'S43', 'S9'], 'S44'], [['S09'], 'S10'], [['东门'], ''], [[], '']])('after %j comes “%s”', (codes, next) => {
  expect(nextCode(codes as string[])).toBe(next)
})

test('a pair copied from a map is taken apart, also where the longitude stands first', () => {
  expect(pair('36.746025, 117.636002')).toEqual({ latitude: '36.746025', longitude: '117.636002' })
  expect(pair('117.636002，36.746025')).toEqual({ latitude: '36.746025', longitude: '117.636002' })
  expect(pair('36.746025')).toBeNull()
})

test('a site that is only looked at is saved as it was', () => {
  expect(siteFlaws(right, ['S02'])).toEqual([])
  const { lanesPlanned: lanes, ...rest } = site
  expect(siteBody(right, false)).toEqual({ ...rest, lanes })
})

test('each field says what is wrong with it, and swapped coordinates are told as such', () => {
  expect(siteFlaws({ ...right, latitude: '117.6', longitude: '36.7' }, [])).toEqual([['latitude', 'swapped']])
  expect(siteFlaws({ ...right, code: 'S02', lanes: '1.5', population: '', latitude: '' }, ['S02'])).toEqual([['code', 'codeTaken'], ['latitude', 'latitude'], ['lanes', 'lanes'], ['population', 'population']])
})

test('a place far from all other sites is noticed', () => {
  expect(faraway({ ...right, longitude: '118.636002' }, [site])).toBe(89)
  expect(faraway({ ...right, longitude: '117.7' }, [site])).toBeNull()
  expect(faraway({ ...right, longitude: '' }, [site])).toBeNull()
})

test('retired sites come last, codes by their numbers', () => {
  expect(inOrder([{ ...site, code: 'S10' }, { ...site, code: 'S1', retired: true }, { ...site, code: 'S9' }]).map(one => one.code)).toEqual(['S9', 'S10', 'S1'])
})
