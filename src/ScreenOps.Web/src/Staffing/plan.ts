export const roles = ['SiteLead', 'Sampler', 'Registrar', 'Verifier', 'Marshal', 'Carer', 'Disinfector', 'Courier'] as const
export type Role = typeof roles[number]
export type PlanState = 'None' | 'Proposed' | 'Published' | 'Changed'
export type SeatState = 'Proposed' | 'Published' | 'Confirmed' | 'Declined' | 'Present' | 'Absent' | 'Released'

/** Times are hh:mm:ss in the district's zone; half-open. */
export interface Shift { code: string; name: string; starts: string; ends: string }
export interface SeatMember { id: string; name: string; village: string; km: number | null }
export interface Seat { shift: string; role: Role; seat: number; member: SeatMember | null; state: SeatState | null; locked: boolean }
export interface PlanSite { site: string; name: string; seats: Seat[] }
export interface Left { id: string; name: string; kind: string; roles: Role[]; village: string; shifts: string[] | null; reason: 'CouldTake' | 'Full' | 'NoPost' | 'Away'; text: string }
export interface Reason { site: string; shift: string; role: Role; empty: number; held: number; used: number; bound: number; away: number; free: number; text: string }
export interface Need { shift: string; role: Role; seats: number; held: number }
/** What more people of one role in one shift would fill. */
export interface Remedy { shift: string; role: Role; people: number; weight: number; rest: number }
/** The best plan of a search that still runs. */
export interface Making { running: boolean; best: { seats: number; filled: number; unfilledWeight: number; weightBound: number; travelKm: number; kmBound: number } | null }
export interface Problem { rule: string; seat: { site: string; shift: string; role: Role; number: number }; member: string; text: string }
export interface Plan {
  round: number; state: PlanState; version: number; undoable: boolean; shifts: Shift[]; sites: PlanSite[]
  seats: number; filled: number; empty: number; unfilledWeight: number; travelKm: number
  needs: Need[]; reasons: Reason[]; remedies: Remedy[]; problems: Problem[]; left: Left[]; away: Away[]
}
/** Who declined, was released or did not come, with the seat that it was. */
export interface Away extends Place { member: SeatMember; state: SeatState }
/** `unfilledWeight` and `travelKm` are those of the plan with the member on the seat; `from` is the seat that is left for it. */
export interface Candidate { id: string; name: string; kind: string; roles: Role[]; village: string; km: number | null; there: boolean; from: Place | null; unfilledWeight: number; travelKm: number }

/** Where a seat is. */
export interface Place { site: string; shift: string; role: Role; seat: number }

export const weight = (role: Role) => role === 'SiteLead' || role === 'Sampler' ? 10 : role === 'Registrar' || role === 'Verifier' ? 5 : 2
export const placeKey = (p: Place) => `${p.site}|${p.shift}|${p.role}|${p.seat}`
export const samePlace = (a: Place | null, b: Place | null) => a !== null && b !== null && placeKey(a) === placeKey(b)
export const siteAt = (plan: Plan, code: string) => plan.sites.find(s => s.site === code)
export const seatAt = (plan: Plan, p: Place) => siteAt(plan, p.site)?.seats.find(s => s.shift === p.shift && s.role === p.role && s.seat === p.seat)

const holes = (site: PlanSite) => site.seats.filter(s => s.state === null)
export const emptyAt = (site: PlanSite) => holes(site).length

/** Kilometres to a site, once per member. */
export function kmOf(site: PlanSite): number {
  const ways = new Map(site.seats.flatMap(s => s.member ? [[s.member.id, s.member.km ?? 0] as const] : []))
  return [...ways.values()].reduce((sum, km) => sum + km, 0)
}

/** Codes of the sites, most weight unfilled first, then as they stand. */
export function byNeed(plan: Plan): string[] {
  const missing = (site: PlanSite) => holes(site).reduce((sum, s) => sum + weight(s.role), 0)
  return [...plan.sites].sort((a, b) => missing(b) - missing(a) || a.site.localeCompare(b.site)).map(s => s.site)
}

export interface RoleColumn { role: Role; most: number }
export interface ShiftColumns { shift: Shift; roles: RoleColumn[] }

/** What a row has room for, so that a seat stands at the same place in all of them. */
export function columns(plan: Plan): ShiftColumns[] {
  const most = new Map<string, number>()
  for (const site of plan.sites) for (const s of site.seats) {
    const key = `${s.shift}|${s.role}`
    most.set(key, Math.max(most.get(key) ?? 0, s.seat + 1))
  }
  return plan.shifts.map(shift => ({
    shift, roles: roles.flatMap(role => { const n = most.get(`${shift.code}|${role}`); return n ? [{ role, most: n }] : [] }),
  }))
}

export interface Tight extends Need { empty: number }

/** Roles of shifts, the scarcest first: what is empty, then how many of those who could are needed. */
export function tightest(plan: Plan): Tight[] {
  const empty = (n: Need) => plan.reasons.filter(r => r.shift === n.shift && r.role === n.role).reduce((sum, r) => sum + r.empty, 0)
  return plan.needs.map(n => ({ ...n, empty: empty(n) })).sort((a, b) => b.empty - a.empty || b.seats / b.held - a.seats / a.held)
}

/** Why seats of one role in one shift are empty, over all sites; `here` of those used are on that role, `other` on another. */
export interface Why { shift: string; role: Role; empty: number; held: number; here: number; other: number; bound: number; away: number; free: number; sites: string[] }

export function whys(plan: Plan): Why[] {
  const all = new Map<string, Why>()
  for (const r of plan.reasons) {
    const key = `${r.shift}|${r.role}`
    const why = all.get(key)
    if (why) {
      all.set(key, { ...why, empty: why.empty + r.empty, bound: Math.max(why.bound, r.bound), free: Math.max(why.free, r.free), sites: [...why.sites, r.site] })
      continue
    }
    const here = plan.sites.reduce((sum, s) => sum + s.seats.filter(x => x.state !== null && x.shift === r.shift && x.role === r.role).length, 0)
    all.set(key, { shift: r.shift, role: r.role, empty: r.empty, held: r.held, here, other: Math.max(0, r.used - here), bound: r.bound, away: r.away, free: r.free, sites: [r.site] })
  }
  return [...all.values()].sort((a, b) => weight(b.role) * b.empty - weight(a.role) * a.empty)
}

export const couldTake = (person: Left, seat: Pick<Seat, 'role' | 'shift'>) => person.roles.includes(seat.role) && (person.shifts?.includes(seat.shift) ?? true)

export type LeftFilter = { kind: 'fills' } | { kind: 'all' } | { kind: 'of'; of: string }

/** Members without a seat that the filter shows. */
export function leftShown(plan: Plan, filter: LeftFilter): Left[] {
  if (filter.kind === 'all') return plan.left
  if (filter.kind === 'of') return plan.left.filter(p => p.kind === filter.of)
  return plan.left.filter(p => plan.reasons.some(r => couldTake(p, r)))
}

export const kindsOf = (plan: Plan) => [...new Set(plan.left.map(p => p.kind).filter(k => k !== ''))].sort()
