import type { MapPlace } from '../Sites/maps'
import type { Role, SeatState } from './plan'

/** What a member's page shows. Moments are ISO with the district's offset, so their digits are those of the clock on the wall. */
export interface Crew { id: string; name: string; role: Role; there: boolean }
export interface Duty {
  shift: string; shiftName: string; starts: string; ends: string; site: string; siteName: string; address: string; place: MapPlace; lanes: number; role: Role; state: SeatState; reason: string
  checkInFrom: string; nextShift: string | null; stays: boolean; lead: { name: string; phone: string } | null; crew: Crew[]
}
export interface Handover { id: string; site: string; lane: number; giver: string; taker: string; giving: boolean; note: string; given: string; taken: string | null }
export interface DutyRound { id: number; name: string; day: string; rehearsal: boolean; speed: number; now: number; duties: Duty[]; handovers: Handover[] }
export interface Offer { asking: string; round: number; roundName: string; rehearsal: boolean; now: number; speed: number; shiftName: string; starts: string; ends: string; siteName: string; address: string; place: MapPlace; role: Role; km: number | null; expires: string }
export interface PastDuty { day: string; roundName: string; shiftName: string; siteName: string; role: Role; state: SeatState; hours: number }
export interface OwnDuty { name: string; district: string; rounds: DutyRound[]; offers: Offer[]; past: { rounds: number; count: number; hours: number; duties: PastDuty[] } }

/** A duty with its round; one thing of it stands first on the page. */
export interface Shown { round: DutyRound; duty: Duty }

export type Phase = 'answer' | 'wait' | 'checkIn' | 'there' | 'late' | 'gone' | 'over'

/** What there is to do for a duty at a moment of its round's clock, in milliseconds. */
export function phase(duty: Duty, now: number): Phase {
  if (duty.state === 'Present') return 'there'
  if (now >= Date.parse(duty.ends)) return 'over'
  if (duty.state === 'Declined' || duty.state === 'Released') return 'gone'
  if (duty.state === 'Absent') return 'late'
  if (now >= Date.parse(duty.checkInFrom)) return 'checkIn'
  return duty.state === 'Published' ? 'answer' : 'wait'
}

/** Milliseconds on a round's clock, so long after the document was taken. */
export const clock = (of: { now: number; speed: number }, taken: number, at: number) => of.now + (at - taken) * of.speed

/** What is still ahead or going on, soonest first; then what is given up; what is over comes last. */
export function inOrder(rounds: readonly DutyRound[], now: (round: DutyRound) => number): Shown[] {
  const rank = ({ round, duty }: Shown) => { const is = phase(duty, now(round)); return now(round) >= Date.parse(duty.ends) ? 2 : is === 'gone' ? 1 : 0 }
  return rounds.flatMap(round => round.duties.map(duty => ({ round, duty }))).sort((a, b) => rank(a) - rank(b) || Number(a.round.rehearsal) - Number(b.round.rehearsal) || a.duty.starts.localeCompare(b.duty.starts))
}

/** Who else is at the post, by role in the order of the list; the lead stands above it with a phone. */
export function crewByRole(duty: Duty): { role: Role; people: Crew[] }[] {
  const roles = [...new Set(duty.crew.map(c => c.role))].filter(role => role !== 'SiteLead' || !duty.lead)
  return roles.map(role => ({ role, people: duty.crew.filter(c => c.role === role) }))
}

/** 05:30 of a moment. */
export const hm = (moment: string) => moment.slice(11, 16)

/** How many days after `now` a moment's day is, as the district's calendar has it. */
export function daysAhead(moment: string, now: number): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(moment) ?? ['', '+', '00', '00']
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
  return Math.floor(Date.parse(`${moment.slice(0, 10)}T00:00:00Z`) / 86_400_000) - Math.floor((now + offset) / 86_400_000)
}

/** Whole minutes until a moment, none when it has passed. */
export const minutesTo = (moment: string, now: number) => Math.max(0, Math.ceil((Date.parse(moment) - now) / 60_000))

/** What the address says: a sign-in link's code, or a post's site and its six digits. */
export function address(at: { pathname: string; hash: string }): { link: string; post: { site: string; code: string } | null } {
  const hash = at.hash.slice(1)
  const [, first, site] = at.pathname.split('/')
  const post = first === 'post' && site && /^\d{6}$/.test(hash) ? { site: decodeURIComponent(site), code: hash } : null
  return { link: post || first === 'post' ? '' : hash, post }
}
