import type { Place } from './plan'

export type Change = 'OtherSite' | 'OtherShift' | 'OtherRole' | 'Gone' | 'New'
export const changes: readonly Change[] = ['OtherSite', 'OtherShift', 'OtherRole', 'Gone', 'New']

export interface Figures { seats: number; filled: number; empty: number; unfilledWeight: number; travelKm: number }
export interface MemberChange { member: string; name: string; kind: string; village: string; change: Change; told: boolean; before: Place[]; after: Place[]; kmBefore: number; kmAfter: number }
export interface PostChange { site: string; shift: string; role: Place['role']; emptyBefore: number; emptyAfter: number }
/** Two plans of a round side by side; changes come with what matters most first. */
export interface Comparison { before: Figures; after: Figures; same: number; changes: MemberChange[]; posts: PostChange[] }
export interface PlanCopy { id: string; version: number; kind: 'Kept' | 'Published' | 'Replaced'; name: string; at: string }

export const countsOf = (all: readonly MemberChange[]) => changes.map(change => ({ change, n: all.filter(c => c.change === change).length })).filter(c => c.n > 0)

/** What people are told of: those who had no duty get one; those who had get another or lose it. */
export interface Hears { what: 'new' | 'other' | 'gone'; people: MemberChange[] }

export function whoHears(all: readonly MemberChange[]): Hears[] {
  const of = (what: Hears['what'], is: (c: MemberChange) => boolean) => ({ what, people: all.filter(is) })
  return [of('other', c => c.change !== 'New' && c.change !== 'Gone'), of('gone', c => c.change === 'Gone'), of('new', c => c.change === 'New')].filter(h => h.people.length > 0)
}

/** The changes that are looked at: of one kind, of a name or site. */
export const changesShown = (all: readonly MemberChange[], change: Change | null, typed: string, siteName: (code: string) => string) => {
  const words = typed.trim().toLowerCase()
  return all.filter(c => (!change || c.change === change) && (words === '' || c.name.toLowerCase().includes(words) || [...c.before, ...c.after].some(p => siteName(p.site).toLowerCase().includes(words))))
}
