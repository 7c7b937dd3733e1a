import { byNeed, groupOf, type Group, type SiteRow } from './state'

/** A line of the list: the head of a group, or a site with its place among all of them, from 1. */
export type Line = { key: Group; head: true; top: number } | { key: string; head: false; top: number; nth: number }

/** Lines one below the other, in pixels. `heads`: where in `all` a group begins. */
export interface Lines { all: readonly Line[]; heads: readonly number[]; height: number; row: number; head: number }

/** A street's sites are all there, to be found by the browser's own search; of more, only those near what is looked at are drawn. */
export const Least = 120
/** Lines drawn beyond both edges, so that a scroll finds some. */
const Beyond = 20

/**
 * Sites in the order of need under the heads of their groups. Sorting begins from the order of before: it is nearly right, and what is nearly sorted is sorted in one pass.
 */
export function linesOf(rows: readonly SiteRow[], before: Lines | null, row: number, head: number): Lines {
  const bySite = new Map(rows.map(one => [one.site, one]))
  const known: SiteRow[] = []
  for (const line of before?.all ?? []) {
    const one = line.head ? undefined : bySite.get(line.key)
    if (one && bySite.delete(one.site)) known.push(one)
  }
  const all: Line[] = [], heads: number[] = []
  let [last, top, nth]: [Group | null, number, number] = [null, 0, 0]
  for (const one of [...known, ...bySite.values()].sort(byNeed)) {
    const group = groupOf(one.health)
    if (group !== last) {
      heads.push(all.length)
      all.push({ key: last = group, head: true, top })
      top += head
    }
    all.push({ key: one.site, head: false, top, nth: ++nth })
    top += row
  }
  return { all, heads, height: top, row, head }
}

/** The lines to draw of what is scrolled to: with them the head of the group that they are in the middle of. `above`, `below`: the room that the others take. */
export function drawn(lines: Lines, top: number, tall: number): { lines: readonly Line[]; above: number; below: number } {
  if (lines.all.length <= Least) return { lines: lines.all, above: 0, below: 0 }
  const from = Math.max(0, Math.min(lineAt(lines, top) - Beyond, lines.all.length - 1))
  const to = Math.min(lines.all.length, lineAt(lines, top + tall) + Beyond)
  const slice = lines.all.slice(from, to)
  const head = lines.heads.filter(at => at < from).at(-1)
  const above = lines.all[from]!.top
  const below = lines.height - (to < lines.all.length ? lines.all[to]!.top : lines.height)
  return slice[0]!.head || head === undefined ? { lines: slice, above, below } : { lines: [lines.all[head]!, ...slice], above: above - lines.head, below }
}

/** The line at so many pixels from the top. */
function lineAt(lines: Lines, at: number): number {
  let [low, high] = [0, lines.all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (lines.all[middle]!.top <= at) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
