import { expect, test } from 'vitest'
import { ApiError } from '../api/http'
import { deviceWord, passkeyFault } from './passkey'
import { passkeyEn } from './passkey.en'

test('whatever a browser or the server says has words that tell what to do', () => {
  const words = (e: unknown) => passkeyEn.fault[passkeyFault(e).word as keyof typeof passkeyEn.fault]
  for (const name of ['NotAllowedError', 'AbortError', 'SecurityError', 'InvalidStateError', 'NotSupportedError', 'ConstraintError', 'UnknownError']) expect(words(new DOMException('', name))).toBeTruthy()
  for (const status of [0, 400, 401, 429, 503]) expect(words(new ApiError(status, '', ''))).toBeTruthy()
  for (const reason of ['passkeyAddress', 'passkeyName', 'passkeyLate', 'passkeyNotMade', 'passkeyFull', 'confirm']) expect(words(new ApiError(400, '', '', null, {}, reason))).not.toBe(passkeyEn.fault.failed)
  expect(() => passkeyFault(new TypeError('ours'))).toThrow('ours')
})

test('another address is told with the one that works', () => {
  expect(passkeyFault(new ApiError(400, '', '', null, {}, 'passkeyAddress', 'https://board.example'))).toEqual({ word: 'address', address: 'https://board.example' })
})

test('a phone is no computer because its browser says Linux or Mac', () => {
  expect(deviceWord('Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0')).toBe('Android')
  expect(deviceWord('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)')).toBe('iPhone')
  expect(deviceWord('something else')).toBe('')
})
