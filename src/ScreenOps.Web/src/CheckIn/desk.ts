/** What a desk asks and is told, as the server's API has it. Times are unix milliseconds on the round's clock. */
export type Reason = 'Old' | 'Pregnant' | 'Disabled' | 'Other'
export const reasons: readonly Reason[] = ['Old', 'Pregnant', 'Disabled', 'Other']

/** `kept`: the number that this desk gave without a network; the ticket follows when it is sent. */
export interface Standing { last: 'Arrived' | 'Sampled' | 'Left'; site: string; siteName: string; ticket: number; priority: number | null; at: number; kept?: number }
/** `pass`: all that is known without a network of somebody whom the desk's copy does not hold; then `person` is empty. */
export interface Person {
  pass?: string
  person: string; name: string; born: number | null; village: string; household: string; members: number; walkIn: boolean; reason: Reason | null
  by: 'Pass' | 'Ticket' | 'Priority' | 'Identity' | 'Phone' | 'Household' | 'Name'; standing: Standing | null
}
/** Puts somebody into the tube beside the desk; the name is for what is shown without a network. */
export type Lay = (who: { person: string } | { pass: string }, name: string) => void
export interface DeskTicket { person: string; outcome: 'Ticketed' | 'Already' | 'Moved' | 'Sampled' | 'Busy' | 'Refused' | 'Left'; ticket: number; priority: number | null; site: string; siteName: string; reason: string | null; kept?: number }
/** Somebody who works here, by their pass. */
export interface Staff { name: string; kind: string; unit: string }
export interface Found { found: Person[]; more: boolean; staff?: Staff | null }
export interface Call { ticket: number; priority: number | null; state: 'Called' | 'Held' | 'NoShow'; lane: number; at: number; times: number; version: number }
export interface SiteCalls { version: number; called: number; calledAt: number; recent: Call[]; lanes: Call[]; held: Call[] }
export interface Rule { every: number; age: number }
export interface Line { round: number; roundName: string; rehearsal: boolean; tubeSize: number; now: number; speed: number; siteName: string; lanes: number; rule: Rule; coming: Call | null; calls: SiteCalls; screen: string }

/** A number as it is shown and called: 83, or P12; L3 until the server knows of it. */
export const numberOf = (one: { ticket: number; priority: number | null; kept?: number }) => one.kept ? `L${one.kept}` : one.priority === null ? `${one.ticket}` : `P${one.priority}`

/** What stands before the desk, and what is to be done. `go`: a number may be given. */
export type Verdict = 'new' | 'back' | 'here' | 'elsewhere' | 'sampled'

export function verdict(person: Person, site: string): Verdict {
  const stands = person.standing
  if (!stands) return 'new'
  if (stands.last === 'Sampled') return 'sampled'
  if (stands.last === 'Left') return 'back'
  return stands.site === site ? 'here' : 'elsewhere'
}

/** Who of a household gets a number now. */
export const may = (person: Person, site: string) => ['new', 'back', 'elsewhere'].includes(verdict(person, site))

/** Whether it is worth asking while somebody still types: shorter texts mean too many people, or are a ticket that is not yet whole. */
export function whole(text: string): boolean {
  const said = text.trim()
  if (/^[\d]+[Xx]?$/.test(said)) return said.length >= 4
  return /^[PpLl]\d+$/.test(said) ? true : /^[\w-]+$/.test(said) ? said.length >= 4 : said.length >= 2
}
