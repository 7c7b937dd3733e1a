import type { PlanState, Role, SeatState } from './plan'

/** The morning of a round. Moments are ISO with the district's offset. */
export interface Person { id: string; name: string; kind: string }
export interface MorningShift { code: string; name: string; starts: string; ends: string; seats: number; held: number; confirmed: number; present: number }
export type RiskReason = 'NotThere' | 'NotConfirmed' | 'AbsentLast'
export interface Risk { reason: RiskReason; since: string; text: string }
export interface AtRisk { member: Person; site: string; siteName: string; shift: string; role: Role; seat: number; state: SeatState; risks: Risk[] }
export type OfferAnswer = 'Yes' | 'No' | 'Expired' | 'Void'
export interface OfferOf { member: Person; km: number | null; stage: number; made: string; expires: string; answer: OfferAnswer | null; answered: string | null }
export interface Asking { id: string; site: string; siteName: string; shift: string; role: Role; seat: number; state: 'Open' | 'Filled' | 'Exhausted' | 'Stopped'; stage: number; began: string; ended: string | null; next: string | null; offers: OfferOf[] }
export interface EmptySeat { site: string; siteName: string; shift: string; role: Role; seat: number; could: number; left: { member: Person; state: SeatState; at: string | null; reason: string }[]; asking: Asking | null }
export interface Spare { member: Person; roles: Role[]; village: string; shifts: string[]; lastAsked: string | null; stays: boolean }
export interface HandoverOf { id: string; site: string; lane: number; giver: string; taker: string; note: string; given: string; taken: string | null }
export interface Morning {
  round: number; state: PlanState; version: number; now: number; speed: number; shifts: MorningShift[]; atRisk: AtRisk[]; empty: EmptySeat[]; askings: Asking[]; spareTotal: number; spare: Spare[]; handovers: HandoverOf[]
}
export interface SeatPlace { site: string; shift: string; role: Role; number: number }
export interface Move { member: Person; shift: string; from: SeatPlace | null; to: SeatPlace | null; fromName: string | null; toName: string | null; km: number | null; told: boolean }
export interface Repair { version: number; moves: Move[]; emptyBefore: number; emptyAfter: number; weightBefore: number; weightAfter: number; kmBefore: number; kmAfter: number; lost: number; proven: boolean; milliseconds: number }

export type DutyAct = 'Confirm' | 'Decline' | 'CheckIn' | 'Miss'

/** How many people of the list have each reason, the gravest first. */
export function reasons(atRisk: readonly AtRisk[]): { reason: RiskReason; count: number }[] {
  const order: RiskReason[] = ['NotThere', 'NotConfirmed', 'AbsentLast']
  return order.map(reason => ({ reason, count: atRisk.filter(r => r.risks.some(x => x.reason === reason)).length })).filter(r => r.count > 0)
}

/** What the command centre may say of somebody at risk: at the post or absent once that is in question, else yes or no. */
export const acts = (row: AtRisk): DutyAct[] => row.risks.some(r => r.reason === 'NotThere') ? ['CheckIn', 'Miss'] : row.state === 'Published' ? ['Confirm', 'Decline'] : ['Decline']

/** Whole minutes from a moment until now. */
export const minutesSince = (moment: string, now: number) => Math.max(0, Math.floor((now - Date.parse(moment)) / 60_000))

/** 05:15, or 08-13 20:00 where that is another day than the one of the shifts. */
export const moment = (at: string, day: string) => at.slice(0, 10) === day ? at.slice(11, 16) : `${at.slice(5, 10)} ${at.slice(11, 16)}`

/** What takes a repair as it was shown. */
export const repairBody = (repair: Repair) => ({ version: repair.version, moves: repair.moves.map(m => ({ member: m.member.id, shift: m.shift, from: m.from, to: m.to })) })
