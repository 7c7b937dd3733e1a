export type NextKind = 'Post' | 'Finish' | 'Tubes'

/** `at`: when it is a problem. `count`: people of posts, people who wait, tubes of a box. `name`: shift or box. `until`: when a site would be done. */
export interface NextUp { kind: NextKind; site: string; at: number; count: number; name: string | null; until: number | null }
export interface NextList { now: number; speed: number; next: NextUp[]; more: number }

/** Items as the strip shows them: posts of one shift are one item, however many sites they are of. */
export interface NextItem extends NextUp { key: string; sites: string[] }

export function items(next: readonly NextUp[]): NextItem[] {
  const all = new Map<string, NextItem>()
  for (const one of next) {
    const key = one.kind === 'Post' ? `Post ${one.at} ${one.name}` : `${one.kind} ${one.site} ${one.name}`
    const held = all.get(key)
    if (held) all.set(key, { ...held, count: held.count + one.count, sites: [...held.sites, one.site] })
    else all.set(key, { ...one, key, sites: [one.site] })
  }
  return [...all.values()]
}

/** `past`: it is one already. `soon`: within a quarter of an hour. */
export const nearness = (at: number, now: number): 'past' | 'soon' | 'later' => at <= now ? 'past' : at - now <= 15 * 60_000 ? 'soon' : 'later'

/** Whole minutes until, or since. */
export const minutesTo = (at: number, now: number) => at > now ? Math.ceil((at - now) / 60_000) : Math.floor((now - at) / 60_000)
