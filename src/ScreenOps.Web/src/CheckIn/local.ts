import type { Line, Standing } from './desk'
import type { Kept } from './late'
import { masked, type RosterPerson } from './roster'

/** The desk's copy with what this device did since on top: who was checked in without a network stands here, who was put into a tube was sampled, a walk-in is on the list. */
export function overlaid(people: readonly RosterPerson[], acts: readonly Kept[], site: string, siteName: string): RosterPerson[] {
  const standing = new Map<string, Standing>(), walkIns: RosterPerson[] = []
  const stand = (who: string | undefined, last: Standing['last'], at: number, kept: number) => {
    if (who) standing.set(who, { last, site, siteName, ticket: 0, priority: null, at, ...(kept ? { kept } : {}) })
  }
  for (const act of acts) {
    if (act.trouble) continue
    if (act.kind === 'checkin') stand(act.body.person, 'Arrived', act.body.made, act.said)
    else if (act.kind === 'walkin') {
      const { id, identity, phone, born, priority, made } = act.body
      stand(id, 'Arrived', made, act.said)
      walkIns.push({ person: id, name: act.who || masked(act.body.name), born, village: '', household: '', walkIn: true, reason: priority, identityEnd: identity.slice(-4) || null, phoneEnd: phone.slice(-4) || null, passes: [], standing: null })
    } else if (act.body.kind === 'Put') stand(act.body.person, 'Sampled', act.body.made, 0)
    else if (act.body.kind === 'Abort' && act.body.person && standing.get(act.body.person)?.last === 'Sampled') stand(act.body.person, 'Arrived', act.body.made, 0)
  }
  return [...people, ...walkIns].map(one => standing.has(one.person) ? { ...one, standing: standing.get(one.person)! } : one)
}

/** Where somebody stands of whom only the pass is known, by what this device did. */
export function ofPass(acts: readonly Kept[], pass: string, site: string, siteName: string): Standing | null {
  const mine = acts.filter(act => !act.trouble && 'pass' in act.body && act.body.pass === pass)
  const [last, arrival] = [mine.at(-1), mine.find(act => act.kind === 'checkin')]
  if (!last) return null
  return { last: last.kind === 'tube' ? 'Sampled' : 'Arrived', site, siteName, ticket: 0, priority: null, at: last.body.made, ...(arrival?.said ? { kept: arrival.said } : {}) }
}

interface HeldLine { line: Line; at: number }
const place = (site: string, rehearsal: boolean) => `screenops.desk.${site}${rehearsal ? '.rehearsal' : ''}`

/** Keeps what a desk's page has to know of its round to open without a network; nothing of it is anybody's. */
export function holdLine(site: string, rehearsal: boolean, line: Line | null, at = Date.now()): void {
  if (!line) return localStorage.removeItem(place(site, rehearsal))
  const bare: Line = { ...line, coming: null, calls: { version: 0, called: 0, calledAt: 0, recent: [], lanes: [], held: [] } }
  localStorage.setItem(place(site, rehearsal), JSON.stringify({ line: bare, at } satisfies HeldLine))
}

export const heldLine = (site: string, rehearsal: boolean): HeldLine | null => JSON.parse(localStorage.getItem(place(site, rehearsal)) ?? 'null') as HeldLine | null

/** The next of the numbers that this desk gives without a network: L1, L2 … in a round. */
export function nextSaid(round: number, site: string): number {
  const name = `screenops.late.${round}.${site}`
  const next = (Number(localStorage.getItem(name)) || 0) + 1
  localStorage.setItem(name, `${next}`)
  return next
}
