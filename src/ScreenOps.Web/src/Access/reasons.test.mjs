import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { whyWords } from './reasons'

const server = new URL('../../../ScreenOps.Server/', import.meta.url)

test('every reason that the server writes by itself has words here', () => {
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.cs') && !/(^|[/\\])(bin|obj|wwwroot)[/\\]/.test(name))
  const lines = files.flatMap(name => readFileSync(new URL(name.replaceAll('\\', '/'), server), 'utf8').split('\n')).filter(line => /AuditEntry\.(By|Own)\(/.test(line))
  expect(lines.length).toBeGreaterThan(15)
  const known = []
  for (const line of lines) {
    const [, kind, rest] = /AuditKind\.(\w+), (.*)$/.exec(line) ?? []
    // The first text, or none, is what it is about; what follows is why.
    const texts = [...(rest ?? '').matchAll(/\$?"([^"]*)"/g)].map(found => found[1]).filter(text => /[a-z]{3}/.test(text) && !/\w\/\{/.test(text))
    for (const text of texts) {
      const written = text.replace(/\{[^}]*\}/g, '7')
      const said = whyWords({ kind, why: kind === 'Unmasked' ? `${written}x` : written }, key => key, () => true)
      expect([kind, written, said]).toEqual([kind, written, expect.stringMatching(/^safe\.trail\.told\./)])
      known.push(written)
    }
  }
  expect(known.length).toBeGreaterThan(9)
})
