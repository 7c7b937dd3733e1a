import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { office } from './landing'

test('every page of the office can be come back to after signing in', () => {
  const routes = [...readFileSync(new URL('../routes.ts', import.meta.url), 'utf8').matchAll(/path: '\/([a-z]*)(?:\/[a-z]+)?'/g)].map(found => found[1])
  expect(routes.length).toBeGreaterThan(12)
  expect([...new Set(routes)].sort()).toEqual([...office].sort())
})
