import { groupOf, type Group, type SiteInfo, type SiteRow } from './state'

/** Which sites are shown; nothing of it means all. `wait`: so many minutes or more. */
export interface Filter { text: string; health: Group | ''; village: string; wait: number }

export const all: Filter = { text: '', health: '', village: '', wait: 0 }
export const isAll = (f: Filter) => !f.text.trim() && !f.health && !f.village && !f.wait

const plain = (text: string) => text.normalize('NFKC').toLowerCase()
/** What a site is found by; worked out once, since figures change many times a second and names do not. */
const told = new WeakMap<SiteInfo, string>()
function words(row: SiteRow): string {
  const known = told.get(row.info)
  if (known !== undefined) return known
  const text = plain(`${row.site} ${row.info.name} ${row.info.village} ${row.info.address}`)
  told.set(row.info, text)
  return text
}

/** The rows that fit; these themselves where all do. Every word of the text must stand in code, name, village or address. */
export function fits(rows: readonly SiteRow[], f: Filter): readonly SiteRow[] {
  if (isAll(f)) return rows
  const wanted = plain(f.text).split(/\s+/).filter(Boolean)
  return rows.filter(row => (!f.health || groupOf(row.health) === f.health) && (!f.village || row.info.village === f.village)
    && (!f.wait || row.status === 'Open' && (row.wait?.likely ?? 0) >= f.wait)
    && wanted.every(word => words(row).includes(word)))
}

type Query = Record<string, string | undefined>
const text = (value: unknown) => typeof value === 'string' ? value : ''
const known: readonly Group[] = ['Act', 'Stale', 'Watch', 'Calm', 'Closed']

/** From the page's address and to it, so that a view can be sent to somebody. */
export const filterOf = (query: Record<string, unknown>): Filter => ({
  text: text(query['q']), health: known.find(g => g === query['health']) ?? '', village: text(query['village']), wait: Math.max(0, Math.min(600, Math.floor(Number(text(query['wait'])) || 0))),
})
export const queryOf = (f: Filter): Query => ({ q: f.text || undefined, health: f.health || undefined, village: f.village || undefined, wait: f.wait ? `${f.wait}` : undefined })
