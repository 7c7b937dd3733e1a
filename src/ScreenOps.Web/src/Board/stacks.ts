/** A mark's place on the world's square map, from 0 to 1 as MapLibre has it, and how much it needs a person: more comes first. */
export interface Point { x: number; y: number; weight: number }

/** Marks that would stand too near each other stand as one: at the place of the one that needs a person most. Numbers say where in the points. */
export interface Stack { first: number; others: number[] }

/** So many marks have room on a screen one by one, stepping aside for each other; more are stacked. */
export const Most = 120
/** Pixels between marks of which each has room for a name, at a whole level of zoom; between two levels they stand up to twice as far. */
export const Apart = 76
/** The world's side in pixels at level 0. */
export const World = 512

export const mercator = (longitude: number, latitude: number): { x: number; y: number } => {
  const sin = Math.sin(Math.max(-85, Math.min(85, latitude)) * Math.PI / 180)
  return { x: longitude / 360 + 0.5, y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) }
}

/** The same stacks wherever the map is moved, since they go by the level of zoom alone. Points are looked at in the order of their need, so the work grows with them and not with their pairs. */
export function stacked(points: readonly Point[], level: number): Stack[] {
  const reach = Apart / (World * 2 ** level)
  const stacks: Stack[] = []
  const cells = new Map<number, Stack[]>()
  const cell = (x: number, y: number) => Math.floor(x) * 0x400_0000 + Math.floor(y)
  for (const at of byWeight(points)) {
    const { x, y } = points[at]!
    const near = nearest(points[at]!, reach, points, cells, cell)
    if (near) {
      near.others.push(at)
      continue
    }
    const stack = { first: at, others: [] }
    stacks.push(stack)
    const key = cell(x / reach, y / reach)
    const held = cells.get(key)
    if (held) held.push(stack)
    else cells.set(key, [stack])
  }
  return stacks
}

/** The same with one site by itself: it is looked at. -1: none is. */
export function alone(stacks: readonly Stack[], site: number): Stack[] {
  const own = { first: site, others: [] }
  return stacks.flatMap(stack => {
    if (stack.first === site) return stack.others.length ? [own, { first: stack.others[0]!, others: stack.others.slice(1) }] : [stack]
    return stack.others.includes(site) ? [own, { ...stack, others: stack.others.filter(one => one !== site) }] : [stack]
  })
}

function nearest(point: Point, reach: number, points: readonly Point[], cells: ReadonlyMap<number, Stack[]>, cell: (x: number, y: number) => number): Stack | null {
  let [best, least]: [Stack | null, number] = [null, reach]
  for (let dx = -1; dx <= 1; dx++)
    for (let dy = -1; dy <= 1; dy++)
      for (const stack of cells.get(cell(point.x / reach + dx, point.y / reach + dy)) ?? []) {
        const to = points[stack.first]!
        const apart = Math.hypot(to.x - point.x, to.y - point.y)
        if (apart < least) [best, least] = [stack, apart]
      }
  return best
}

/** Those of a weight stay in their order, so that a stack stays where it is while nothing changes. */
function byWeight(points: readonly Point[]): number[] {
  const of = new Map<number, number[]>()
  points.forEach((point, at) => {
    const same = of.get(point.weight)
    if (same) same.push(at)
    else of.set(point.weight, [at])
  })
  return [...of.keys()].sort((a, b) => b - a).flatMap(weight => of.get(weight)!)
}
