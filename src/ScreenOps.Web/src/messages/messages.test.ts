import { expect, test } from 'vitest'
import { zh } from './zh-CN'
import { en } from './en'

const keys = (value: unknown, path = ''): string[] =>
  typeof value === 'string' ? [path] : Object.entries(value as object).flatMap(([k, v]) => keys(v, `${path}.${k}`))

test('both languages hold the same messages', () => {
  expect(keys(zh).sort()).toEqual(keys(en).sort())
})
