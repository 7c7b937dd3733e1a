import { expect, test } from 'vitest'
import { safeEn } from './safe.en'
import { safeZh } from './safe.zh-CN'
import { aboutWords, whyWords } from './reasons'

const words = (all: object) => {
  const find = (key: string) => key.split('.').slice(1).reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], all)
  return {
    t: (key: string, values: Record<string, string | number> = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), String(find(key))),
    te: (key: string) => typeof find(key) === 'string',
  }
}
const [zh, en] = [words(safeZh), words(safeEn)]

test('what the server wrote as a reason is read in the reader\'s language', () => {
  const why = (kind: Parameters<typeof whyWords>[0]['kind'], text: string) => whyWords({ kind, why: text }, zh.t, zh.te)
  expect([why('LinkMade', 'duty, 12 people'), why('SignInFailed', '3 with a phone or code that nobody has'), why('SignInFailed', '3 with a phone, code or passkey that nobody has'), why('AccountMade', 'Desk of S02'), why('AccountChanged', 'Desk of S02 to CommandCentre'), why('Unmasked', 'identity number: 本人要求')])
    .toEqual(['12 人的班次', '3 次，号码、代码或通行密钥无人使用', '3 次，号码、代码或通行密钥无人使用', '信息台（S02）', '信息台（S02） → 指挥部', '身份证号：本人要求'])
  expect(whyWords({ kind: 'Retained', why: '7 removed, kept long enough' }, en.t, en.te)).toBe('7 removed, kept long enough')
})

test('what a person typed stays as it was typed', () => {
  for (const typed of ['tablet', '本人要求', 'Desk of S02', 'the key before it']) expect(whyWords({ kind: 'Erased', why: typed }, zh.t, zh.te)).toBe(typed)
})

test('a thing is named by its kind and number, a person as the server names them', () => {
  const about = (subject: string, name = subject) => aboutWords({ subject, about: name }, zh.t, zh.te)
  expect([about('round/3 site/S01'), about('walk-ins'), about('import/0b5c1b1e-7f0a-4b52-9d3f-0c4a3c1d2e3f'), about('account/1', '李'), about('other/1'), about('')])
    .toEqual(['轮次 3 采样点 S01', '不在名册的人', '导入 0b5c1b1e', '李', 'other/1', ''])
})
