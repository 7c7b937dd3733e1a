import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('the page of all parts shows every part', () => {
  const page = readFileSync(new URL('./LookPage.vue', import.meta.url), 'utf8')
  const parts = readdirSync(new URL('../ui/', import.meta.url)).filter(name => name.endsWith('.vue'))
  expect(parts.length).toBeGreaterThan(8)
  for (const part of parts) {
    const name = part.replace('.vue', '')
    expect(page.includes(`<${name}`), `${part} is shown`).toBe(true)
  }
})
