/** People of a part of the tree, as the server counts them. */
export interface CoverageCount { people: number; sampled: number; waiting: number; settled: number; homeVisits: number; again: number; missing: number }
export interface GridCoverage { grid: string; count: CoverageCount }
export interface VillageCoverage { village: string; count: CoverageCount; grids: GridCoverage[] }
/** @param at Unix milliseconds on the round's clock. @param unnamed Samples that sites counted without a person. */
export interface Coverage { at: number; speed: number; count: CoverageCount; walkIns: number; unnamed: number; villages: VillageCoverage[] }

export const heards = ['Coming', 'HomeVisit', 'Refuses', 'Away', 'Exempt'] as const
export type Heard = (typeof heards)[number]
export type Reached = 'Missing' | 'Again' | 'Waiting' | 'Sampled'
export interface HomePerson { id: string; name: string; relation: string; born: number | null; immobile: boolean; reached: Reached; site: string | null; sampledAt: number | null; heard: Heard | null; heardBy: string | null; heardAt: number | null }
export interface Home { household: string; microGrid: string; door: string; people: HomePerson[] }
export interface Homes { village: string; grid: string; at: number; speed: number; count: CoverageCount; homes: Home[]; left: number }

/** Away or exempt: nobody needs to look for this person any more. */
const settles = (heard: Heard | null) => heard === 'Away' || heard === 'Exempt'
/** Somebody must still look for this person. */
export const isMissing = (person: HomePerson) => (person.reached === 'Missing' || person.reached === 'Again') && !settles(person.heard)
/** Somebody without a sample, of whom something may be said. */
export const isOpen = (person: HomePerson) => person.reached === 'Missing' || person.reached === 'Again'

/** Hundredths of the people whom nobody needs to look for, rounded down: 100 says that nobody is missing. */
export const share = (count: CoverageCount) => count.people === 0 ? 100 : Math.floor((count.people - count.missing) * 100 / count.people)

/** Where most are missing comes first; equals stay in the order of their names. */
export const byNeed = <T extends { count: CoverageCount }>(parts: readonly T[]): T[] => [...parts].sort((a, b) => b.count.missing - a.count.missing)

export type Which = 'missing' | 'visits' | 'all'

/** The doors to go to: where somebody is missing, where somebody is to be sampled at home, or all that are told. */
export const doors = (homes: readonly Home[], which: Which): Home[] =>
  homes.filter(home => which === 'all' || home.people.some(person => which === 'visits' ? isMissing(person) && person.heard === 'HomeVisit' : isMissing(person)))

/** A grid by its names, as far as it has them. */
export const name = (village: string, grid: string) => [village, grid].filter(Boolean).join(' ')
