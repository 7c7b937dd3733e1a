import { expect, test } from 'vitest'
import { mapLinks } from './maps'

test('each map app gets its own coordinates in its own order', () => {
  const links = mapLinks({ latitude: 36.7, longitude: 117.5, gcj02: { latitude: 36.700477, longitude: 117.506021 }, bd09: { latitude: 36.706367, longitude: 117.512541 } }, '普西村 采样点')
  expect(links.amap).toContain('position=117.506021,36.700477&name=%E6%99%AE%E8%A5%BF%E6%9D%91%20')
  expect(links.tencent).toContain('coord:36.700477,117.506021;title:')
  expect(links.baidu).toContain('location=36.706367,117.512541&')
  expect(links.geo).toContain('geo:36.700000,117.500000?q=36.700000,117.500000(')
})
