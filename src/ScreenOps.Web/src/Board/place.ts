import type { Health } from './state'

/** A mark on the map, in pixels. `x`, `y`: the site itself. `strong`: its name is always shown. */
export interface Spot { site: string; name: string; health: Health; x: number; y: number; selected: boolean; strong: boolean }

/** Where a mark stands, and its name where there is room for it; `aside`: it left its site and keeps a line to it. */
export interface Placed extends Spot { markX: number; markY: number; size: number; aside: boolean; label: { x: number; y: number } | null }

interface Frame { width: number; height: number; names: 'strong' | 'all' }
type Box = readonly [left: number, top: number, right: number, bottom: number]

const sizes: Record<Health, number> = { Act: 30, Paused: 30, Watch: 32, Stale: 28, Calm: 24, Closed: 22 }
/** How much a state needs a person: more yields less. */
export const weights: Record<Health, number> = { Act: 5, Paused: 5, Stale: 4, Watch: 3, Calm: 2, Closed: 1 }
const [Gap, Turns, Letter, Line, Pull] = [4, 240, 12, 16, 0.02]

/** Marks never cover each other: they step aside, the calmer one further. Names take the first free side; one that needs a person may cover a mark, none another name. */
export function place(spots: readonly Spot[], frame: Frame): Placed[] {
  const marks = spots.map(spot => ({ ...spot, markX: spot.x, markY: spot.y, size: sizes[spot.health], aside: false, label: null as Placed['label'] }))
  for (let turn = 0; turn < Turns && push(marks); turn++) pull(marks)
  for (const mark of marks) mark.aside = Math.hypot(mark.markX - mark.x, mark.markY - mark.y) > 5
  name(marks, frame)
  return marks.sort((a, b) => weights[a.health] - weights[b.health])
}

const own = (mark: Placed) => mark.size / 2 + (mark.selected ? 6 : 0)

/** False when none stood in another's way. */
function push(marks: Placed[]): boolean {
  let moved = false
  marks.forEach((a, at) => {
    for (const b of marks.slice(at + 1)) {
      const [dx, dy] = [b.markX - a.markX || 0.01, b.markY - a.markY]
      const [apart, need] = [Math.hypot(dx, dy), own(a) + own(b) + Gap]
      if (apart >= need) continue
      const share = weights[b.health] / (weights[a.health] + weights[b.health])
      const [ux, uy] = [dx / apart * (need - apart), dy / apart * (need - apart)]
      a.markX -= ux * share; a.markY -= uy * share
      b.markX += ux * (1 - share); b.markY += uy * (1 - share)
      moved = true
    }
  })
  return moved
}

function pull(marks: Placed[]) {
  for (const mark of marks) {
    mark.markX += (mark.x - mark.markX) * Pull
    mark.markY += (mark.y - mark.markY) * Pull
  }
}

/** About the width of a name: Chinese letters are as wide as high, others a little over half. */
export const widthOf = (name: string) => [...name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? Letter : Letter * 0.58), 4)

function name(marks: Placed[], frame: Frame) {
  const [taken, names]: [Box[], Box[]] = [marks.map(m => around(m.markX, m.markY, own(m) + 1)), []]
  const first = [...marks].sort((a, b) => Number(b.selected) - Number(a.selected) || weights[b.health] - weights[a.health] || a.x - b.x)
  for (const mark of first) {
    if (!mark.strong && frame.names === 'strong') continue
    const width = widthOf(mark.name)
    const open = sides(mark, width).filter(([x, y]) => inside(x, y, width, frame) && !names.some(box => meet(box, nameBox(x, y, width))))
    const at = open.find(([x, y]) => !taken.some(box => meet(box, nameBox(x, y, width)))) ?? (mark.strong ? leastHidden(open, width, taken) : undefined)
    if (!at) continue
    mark.label = { x: at[0] + width / 2, y: at[1] + Letter }
    names.push(nameBox(at[0], at[1], width))
  }
}

const nameBox = (x: number, y: number, width: number): Box => [x - 3, y - 2, x + width + 3, y + Line + 2]
const around = (x: number, y: number, r: number): Box => [x - r, y - r, x + r, y + r]
const meet = (a: Box, b: Box) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1]
const overlap = (a: Box, b: Box) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]))
const inside = (x: number, y: number, width: number, frame: Frame) => x > 4 && x + width < frame.width - 4 && y > 2 && y + Line < frame.height - 2

/** Below, right, left, above, then the corners: left and top edge of the name. */
function sides(mark: Placed, width: number): [number, number][] {
  const { markX: x, markY: y } = mark
  const r = mark.size / 2
  const off = r + (mark.selected ? 8 : 3)
  const near = r * 0.6
  return [
    [x - width / 2, y + off], [x + off, y - Line / 2], [x - off - width, y - Line / 2], [x - width / 2, y - off - Line],
    [x + near, y + r * 0.8], [x - near - width, y + r * 0.8], [x + near, y - r - Letter], [x - near - width, y - r - Letter],
  ]
}

/** The side that hides least of the marks. */
function leastHidden(open: readonly [number, number][], width: number, marks: readonly Box[]): [number, number] | undefined {
  const hidden = ([x, y]: [number, number]) => marks.reduce((sum, box) => sum + overlap(box, [x, y, x + width, y + Line]), 0)
  return [...open].sort((a, b) => hidden(a) - hidden(b))[0]
}
