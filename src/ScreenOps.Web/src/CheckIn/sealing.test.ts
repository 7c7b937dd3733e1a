import { expect, test } from 'vitest'
import { seal, sealKey, unseal } from './sealing'

const key = (fill: number) => sealKey(btoa(String.fromCharCode(...new Uint8Array(32).fill(fill))))

test('what is sealed opens with its key and in its place alone, and shows nothing', async () => {
  const mine = await key(1)
  const sealed = await seal(mine, { name: '王*英' }, 'roster')
  expect(await unseal(mine, sealed, 'roster')).toEqual({ name: '王*英' })
  expect(await unseal(await key(2), sealed, 'roster')).toBeNull()
  expect(await unseal(mine, sealed, 'log')).toBeNull()
  const altered = sealed.slice()
  altered[20]! ^= 1
  expect(await unseal(mine, altered, 'roster')).toBeNull()
  expect(new TextDecoder().decode(sealed)).not.toContain('王')
})

test('the key itself cannot be read again', async () => {
  await expect(crypto.subtle.exportKey('raw', await key(1))).rejects.toThrow()
})
