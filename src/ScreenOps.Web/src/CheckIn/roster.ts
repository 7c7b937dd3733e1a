import { type Person, type Standing } from './desk'
import type { PassReading } from './pass'

/** Somebody of the desk's copy, as the server gives it: masked, with the last four of the numbers. */
export interface RosterPerson {
  person: string; name: string; born: number | null; village: string; household: string; walkIn: boolean; reason: Person['reason']
  identityEnd: string | null; phoneEnd: string | null; passes: string[]; standing: Standing | null
}
export interface Roster { round: number; key: string; seconds: number; complete: boolean; people: RosterPerson[] }

/** More hits than this are no answer, as at the server. */
const Most = 20, End = 4

/** A name as the roster has it: 王秀英 as 王*英. */
export const masked = (name: string) => name.length < 2 ? '*' : name.length === 2 ? `${name[0]}*` : name[0] + '*'.repeat(name.length - 2) + name.at(-1)

/** Names begin alike as far as the mask lets see. */
const begins = (mask: string, said: string) => mask === masked(said) || (said.length === 2 && mask.length > 2 && mask[0] === said[0])

type How = { by: Person['by']; is: (one: RosterPerson) => boolean }

/** What was typed, as everything that it can mean to a desk without network; the same rules as Core's DeskQuery, with the last four of longer numbers. */
function meanings(text: string, site: string): How[] {
  const said = text.trim().normalize('NFKC').toUpperCase(), end = said.slice(-End)
  const here = (one: RosterPerson) => one.standing?.last === 'Arrived' && one.standing.site === site ? one.standing : null
  if (/^\d+$/.test(said)) return [
    ...(said.length <= 5 ? [{ by: 'Ticket' as const, is: (one: RosterPerson) => here(one)?.ticket === Number(said) }] : []),
    ...(said.length >= End ? [{ by: 'Identity' as const, is: (one: RosterPerson) => one.identityEnd === end }] : []),
    ...(said.length >= End && said.length <= 11 ? [{ by: 'Phone' as const, is: (one: RosterPerson) => one.phoneEnd === end }] : []),
  ]
  if (/^P\d{1,5}$/.test(said)) return [{ by: 'Priority', is: one => here(one)?.priority === Number(said.slice(1)) }]
  if (/^L\d{1,5}$/.test(said)) return [{ by: 'Ticket', is: one => here(one)?.kept === Number(said.slice(1)) }]
  if (/^\d{3,17}X$/.test(said)) return [{ by: 'Identity', is: one => one.identityEnd === end }]
  if (/^[A-Z\d-]+$/.test(said) && /\d/.test(said)) return [{ by: 'Household', is: one => one.household === said }]
  const name = text.trim().normalize('NFKC').replace(/\s+/g, '')
  return name.length >= 2 ? [{ by: 'Name', is: one => begins(one.name, name) }] : []
}

/** Null: too little to look for. */
export function lookUp(people: readonly RosterPerson[], text: string, site: string): { found: Person[]; more: boolean } | null {
  const ways = meanings(text, site)
  if (ways.length === 0) return null
  const found = new Map<string, Person>()
  for (const { by, is } of ways)
    for (const one of people) if (is(one) && !found.has(one.person)) found.set(one.person, shown(one, by, people))
  const all = [...found.values()].sort((a, b) => Number(b.by === 'Ticket' || b.by === 'Priority') - Number(a.by === 'Ticket' || a.by === 'Priority') || a.household.localeCompare(b.household))
  return { found: all.slice(0, Most), more: all.length > Most }
}

export const shown = (one: RosterPerson, by: Person['by'], people: readonly RosterPerson[]): Person => ({
  person: one.person, name: one.name, born: one.born, village: one.village, household: one.household, walkIn: one.walkIn, reason: one.reason, by, standing: one.standing,
  members: one.household === '' ? 1 : people.filter(other => other.household === one.household).length,
})

/** Who holds the pass, where the copy knows it. */
export const holder = (people: readonly RosterPerson[], pass: string): RosterPerson | null => people.find(one => one.passes.includes(pass)) ?? null

/** A pass as the desk tells of it without a network; null: it is good. */
export function flaw(reading: PassReading): string | null {
  switch (reading.is) {
    case 'valid': return reading.claims.kind === 'staff' ? 'pass-staff' : null
    case 'expired': return 'pass-expired'
    case 'revoked': return 'pass-revoked'
    case 'unknownSigner': return 'pass-unknown-signer'
    case 'otherKind': return 'pass-other-kind'
    case 'forged': return 'pass-forged'
    case 'notAPass': return 'not-a-pass'
  }
}
