import { gzipSync } from 'node:zlib'
import { resolve } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'

/** Bytes that a phone loads, zipped, before its page can be used. */
const Most = 60 * 1024

test('the pages of residents and of people on duty are under 60 KB before anything can be done on them', { timeout: 120_000 }, async () => {
  const kept = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    const built = await build({ root: resolve(import.meta.dirname, '../..'), mode: 'phone', logLevel: 'silent', build: { write: false } })
    const files = new Map(built.output.map(file => [file.fileName, file]))
    for (const page of ['resident.html', 'duty.html']) {
      const html = String(files.get(page).source)
      const wanted = new Set([...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(match => match[1]))
      wanted.delete('icon.svg') // asked for after the page is shown
      for (const name of wanted) for (const more of files.get(name).imports ?? []) wanted.add(more)
      const sizes = [html, ...[...wanted].map(name => files.get(name).code ?? files.get(name).source)].map(text => gzipSync(text).length)
      expect(wanted.size).toBeGreaterThan(1)
      expect(sizes.reduce((sum, size) => sum + size, 0), page).toBeLessThan(Most)
    }
  } finally {
    process.env.NODE_ENV = kept
  }
})
