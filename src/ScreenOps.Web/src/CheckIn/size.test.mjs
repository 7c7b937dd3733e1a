import { gzipSync } from 'node:zlib'
import { resolve } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'

/** Bytes that a phone loads, zipped, before it can ask for a ticket. */
const Most = 60 * 1024

test('the resident’s page is under 60 KB before the first ticket', { timeout: 120_000 }, async () => {
  const kept = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    const built = await build({ root: resolve(import.meta.dirname, '../..'), mode: 'resident', logLevel: 'silent', build: { write: false } })
    const files = new Map(built.output.map(file => [file.fileName, file]))
    const html = String(files.get('resident.html').source)
    const wanted = new Set([...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(match => match[1]))
    wanted.delete('icon.svg') // asked for after the page is shown
    for (const name of wanted) for (const more of files.get(name).imports ?? []) wanted.add(more)
    const sizes = [html, ...[...wanted].map(name => files.get(name).code ?? files.get(name).source)].map(text => gzipSync(text).length)
    expect(wanted.size).toBeGreaterThan(1)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(Most)
  } finally {
    process.env.NODE_ENV = kept
  }
})
