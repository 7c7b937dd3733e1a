import { expect, test } from 'vitest'
import { place, type Spot } from './place'
import { alone, Apart, mercator, stacked, World, type Point } from './stacks'

/** A town of nine thousand sites in some thirty kilometres, spread as evenly as two irrational steps do. */
const town: Point[] = Array.from({ length: 9000 }, (_, n) => ({ ...mercator(120 + n * 0.6180339887 % 1 * 0.3, 30 + n * 0.7548776662 % 1 * 0.25), weight: n % 90 === 0 ? 5 : 2 }))
const pixels = (a: Point, b: Point, level: number) => Math.hypot(a.x - b.x, a.y - b.y) * World * 2 ** level

test('every site is in one stack, and no two stacks come nearer to each other than a name needs, at any zoom', () => {
  for (const level of [9, 11, 13, 15, 18]) {
    const stacks = stacked(town, level)
    expect(stacks.flatMap(s => [s.first, ...s.others]).sort((a, b) => a - b)).toEqual(town.map((_, at) => at))
    const near = stacks.slice(0, 200), firsts = near.map(stack => town[stack.first]!)
    expect(Math.min(...firsts.flatMap((a, at) => firsts.slice(at + 1).map(b => pixels(a, b, level))))).toBeGreaterThanOrEqual(Apart)
    expect(Math.max(0, ...near.flatMap(stack => stack.others.map(other => pixels(town[stack.first]!, town[other]!, level))))).toBeLessThan(Apart)
  }
})

test('a stack stands where the site is that needs a person most, and far enough in nothing is stacked', () => {
  expect(stacked([{ x: 0.5, y: 0.5, weight: 2 }, { x: 0.5001, y: 0.5, weight: 5 }], 5)).toEqual([{ first: 1, others: [0] }])
  expect(stacked([{ x: 0.5, y: 0.5, weight: 2 }, { x: 0.5001, y: 0.5, weight: 5 }], 18)).toHaveLength(2)
})

test('the site that is looked at stands by itself, and the others of its stack where the worst of them is', () => {
  expect(alone([{ first: 4, others: [1, 2] }, { first: 3, others: [] }], 4)).toEqual([{ first: 4, others: [] }, { first: 1, others: [2] }, { first: 3, others: [] }])
  expect(alone([{ first: 4, others: [1, 2] }], 2)).toEqual([{ first: 2, others: [] }, { first: 4, others: [1] }])
  expect(alone([{ first: 4, others: [1, 2] }], -1)).toEqual([{ first: 4, others: [1, 2] }])
})

test('a screen of stacks has no more marks than can be told apart, none covers another, and most have their name', () => {
  const [width, height, level] = [1000, 760, 11]
  const [scale, mid] = [World * 2 ** level, mercator(120.15, 30.125)]
  const spots = stacked(town, level).flatMap((s): Spot[] => {
    const { x, y, weight } = town[s.first]!
    const at = { x: (x - mid.x) * scale + width / 2, y: (y - mid.y) * scale + height / 2 }
    return at.x < 0 || at.y < 0 || at.x > width || at.y > height ? [] : [{ site: `S${s.first}`, name: `某某村 +${s.others.length}`, health: weight === 5 ? 'Act' : 'Calm', ...at, selected: false, strong: false }]
  })
  expect(spots.length).toBeGreaterThan(20)
  expect(spots.length).toBeLessThan(width * height / (Apart * Apart * 0.6))
  const marks = place(spots, { width, height, names: 'all' })
  expect(marks.filter(m => m.aside)).toEqual([])
  expect(marks.filter(m => m.label).length).toBeGreaterThan(marks.length * 0.8)
})
