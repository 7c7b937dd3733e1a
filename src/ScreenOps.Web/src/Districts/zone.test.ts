import { beforeEach, expect, test, vi } from 'vitest'

const kept = new Map<string, string>()

beforeEach(() => {
  kept.clear()
  vi.resetModules()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) })
})

test('times are those of the district, whatever zone the device was set up for', async () => {
  const { tellZone, timeOf, dayOf, dateOf } = await import('./zone')
  const at = Date.UTC(2025, 10, 24, 16, 5)
  tellZone('Asia/Urumqi')
  expect([timeOf(at), dayOf(at), dateOf(at, 'en', { month: 'long', day: 'numeric' })]).toEqual(['22:05', '2025-11-24', 'November 24'])
  tellZone('Asia/Tokyo')
  expect([timeOf(at), dayOf(at), dateOf(at, 'en', { month: 'long', day: 'numeric' })]).toEqual(['01:05', '2025-11-25', 'November 25'])
})

test('a page that starts before anybody answers goes by the zone that was told last', async () => {
  (await import('./zone')).tellZone('Asia/Urumqi')
  vi.resetModules()
  const { tellZone, timeOf } = await import('./zone')
  tellZone(undefined)
  expect(timeOf(Date.UTC(2025, 10, 24, 0, 0))).toBe('06:00')
})
