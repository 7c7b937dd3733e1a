import { expect, test } from 'vitest'
import { place, widthOf, type Spot } from './place'

const spot = (site: string, x: number, y: number, health: Spot['health'] = 'Calm'): Spot => ({ site, name: `下明家村${site}`, health, x, y, selected: false, strong: health === 'Act' })
const frame = { width: 800, height: 600, names: 'all' as const }

test('marks that would cover each other step aside and keep a line to their site', () => {
  const marks = place([spot('S01', 300, 300), spot('S02', 302, 300), spot('S03', 301, 303, 'Act')], frame)
  for (const a of marks) for (const b of marks) {
    if (a !== b) expect(Math.hypot(a.markX - b.markX, a.markY - b.markY)).toBeGreaterThanOrEqual((a.size + b.size) / 2)
  }
  expect(marks.filter(m => m.aside).length).toBeGreaterThanOrEqual(2)
})

test('a mark alone stands on its site with its name below', () => {
  expect(place([spot('S01', 300, 300)], frame)[0]).toMatchObject({ markX: 300, markY: 300, aside: false, label: { x: 300 } })
})

test('the more urgent mark yields less, and is drawn last', () => {
  const [calm, act] = place([spot('S02', 302, 300, 'Act'), spot('S01', 300, 300)], frame) as [ReturnType<typeof place>[number], ReturnType<typeof place>[number]]
  expect([calm.site, act.site]).toEqual(['S01', 'S02'])
  expect(Math.abs(act.markX - act.x)).toBeLessThan(Math.abs(calm.markX - calm.x))
})

test('a site that needs a person has its name also in a crowd, others only where there is room', () => {
  const crowd = Array.from({ length: 30 }, (_, n) => spot(`S${n + 10}`, 400 + n % 6 * 26, 300 + Math.floor(n / 6) * 26))
  const marks = place([...crowd, spot('S99', 460, 350, 'Act')], frame)
  expect(marks.find(m => m.site === 'S99')?.label).not.toBeNull()
  expect(marks.filter(m => m.label === null).length).toBeGreaterThan(0)
})

test('no name covers another, also where every site needs a person', () => {
  const crowd = Array.from({ length: 40 }, (_, n) => spot(`S${n + 10}`, 300 + n % 8 * 40, 200 + Math.floor(n / 8) * 34, 'Act'))
  const names = place(crowd, frame).flatMap(m => m.label ? [{ ...m.label, half: widthOf(m.name) / 2 }] : [])
  expect(names.length).toBeGreaterThan(10)
  for (const a of names) for (const b of names) if (a !== b) expect(Math.abs(a.x - b.x) >= a.half + b.half || Math.abs(a.y - b.y) >= 16).toBe(true)
})
