import { older } from '../live/version'
import { nameless, type SiteInfo, type SiteRow, type SiteState } from './state'

/** The rows of a board and where each site's stands. A row is the same object until something of its site changes, so that whoever shows rows draws only what is new. */
export interface Rows { readonly all: readonly SiteRow[]; readonly at: ReadonlyMap<string, number>; readonly book: ReadonlyMap<string, SiteInfo> }

export const noRows: Rows = { all: [], at: new Map(), book: new Map() }

/** All of it anew, with what is known of the sites already. */
export function begin(states: readonly SiteState[], book: ReadonlyMap<string, SiteInfo>): Rows {
  return { all: states.map(state => rowOf(state, book)), at: new Map(states.map((state, at) => [state.site, at])), book }
}

/** The newer of each; a state older than the one held is discarded. An equal one is taken: it was judged later. */
export function take(held: Rows, changes: readonly SiteState[]): Rows {
  const all = [...held.all]
  let at = held.at as Map<string, number>
  for (const change of changes) {
    const place = at.get(change.site)
    if (place === undefined) {
      if (at === held.at) at = new Map(at)
      at.set(change.site, all.length)
      all.push(rowOf(change, held.book))
    } else if (!older(change, all[place]!)) all[place] = rowOf(change, held.book)
  }
  return { ...held, all, at }
}

/** Names, places and hours as they are now. Of a site whose are the same the row stays the same object. */
export function described(held: Rows, infos: readonly SiteInfo[]): Rows {
  const book = new Map(infos.map(info => [info.code, alike(held.book.get(info.code), info)]))
  return { ...held, book, all: held.all.map(row => book.get(row.site) === row.info ? row : rowOf(row, book)) }
}

const alike = (before: SiteInfo | undefined, now: SiteInfo) => before && (Object.keys(now) as (keyof SiteInfo)[]).every(key => before[key] === now[key]) ? before : now

const rowOf = (state: SiteState, book: ReadonlyMap<string, SiteInfo>): SiteRow => ({ ...state, info: book.get(state.site) ?? nameless(state) })

/** Whether the same sites stand in the same order, at the same places. */
export const sameSites = (a: readonly SiteRow[], b: readonly SiteRow[]): boolean =>
  a.length === b.length && a.every((row, at) => row === b[at] || (row.site === b[at]!.site && row.info === b[at]!.info))
