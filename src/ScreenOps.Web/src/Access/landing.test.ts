import { expect, test } from 'vitest'
import { signInFor } from '../ui/signIn'
import { landing } from './landing'

test('who was asked to sign in goes on to the page that the link was to', () => {
  const asked = new URLSearchParams(signInFor('/', '?replay=3&at=27682000').slice('/in'.length)).get('to')
  expect(asked).toBe('/?replay=3&at=27682000')
  expect([landing(asked, 'CommandCentre'), landing('/report?round=3', 'Operator'), landing('/plan/sheets?round=2', 'SiteLead'), landing('/post/S01?n=1', 'Member'), landing('/tubes', 'Desk'), landing('/desk?site=S02', 'SiteLead')])
    .toEqual(['/?replay=3&at=27682000', '/report?round=3', '/plan/sheets?round=2', '/post/S01?n=1', '/tubes', '/desk?site=S02'])
  expect(signInFor('/', '')).toBe('/in')
})

test('a page of another grant leads to the own one', () => {
  expect([landing('/report', 'Member'), landing('/', 'Desk'), landing('/duty', 'CommandCentre'), landing(null, 'Lab'), landing(null, 'City')]).toEqual(['/duty', '/desk', '/', '/lab', '/'])
})

test('nothing leads out of the product or to what is no page', () => {
  for (const bad of ['//evil.example', '/.//evil.example', '/x/..//evil.example', '//', '/\\evil.example', '/\t/evil.example', 'https://evil.example', 'javascript:alert(1)', 'report', '', '/api/v1/session', '/in?to=/report', '/report/../api/v1', '/report/%2e%2e/api/v1', `/report?${'x'.repeat(600)}`])
    expect([bad, landing(bad, 'CommandCentre')]).toEqual([bad, '/'])
})
