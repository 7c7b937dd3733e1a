import type { Post } from './rounds'
import { roles } from './roles'

/** The seats of a round by site, shift and role; a post that is not there has none. */
export type Seats = ReadonlyMap<string, number>
export interface Column { shift: string; role: string }

export const MostSeats = 99
export const key = (site: string, column: Column) => `${site}\t${column.shift}\t${column.role}`

export const seatsOf = (posts: readonly Post[]): Seats => new Map(posts.map(post => [key(post.site, post), post.seats]))

export const columnsOf = (shifts: readonly { code: string }[]): Column[] => shifts.flatMap(shift => roles.map(role => ({ shift: shift.code, role })))

/** What a cell says: 0 to 99, nothing is 0; null for what is no such number. */
export function cell(text: string): number | null {
  const plain = text.trim().replace(/[０-９]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0xFEE0))
  if (plain === '') return 0
  return /^\d{1,2}$/.test(plain) ? Number(plain) : null
}

/** The posts that differ, as the server takes them. */
export function changes(was: Seats, now: Seats): Post[] {
  return [...now].filter(([at, seats]) => seats !== (was.get(at) ?? 0)).map(([at, seats]) => {
    const [site, shift, role] = at.split('\t') as [string, string, string]
    return { site, shift, role, seats }
  })
}

/** The posts as they were, for those that changed. */
export const backwards = (was: Seats, changed: readonly Post[]): Post[] => changed.map(post => ({ ...post, seats: was.get(key(post.site, post)) ?? 0 }))

export const fewer = (was: Seats, changed: readonly Post[]) => changed.some(post => post.seats < (was.get(key(post.site, post)) ?? 0))

export const sum = (seats: Seats, sites: readonly string[], columns: readonly Column[]) =>
  sites.reduce((total, site) => total + columns.reduce((row, column) => row + (seats.get(key(site, column)) ?? 0), 0), 0)

/** A block of cells copied from a spreadsheet. */
export const block = (text: string): string[][] => text.replace(/\r?\n$/, '').split(/\r?\n/).map(line => line.split('\t'))

/** The block laid over the grid from a cell on; what lies outside, or is no number of seats, is left as it is and counted. */
export function lay(seats: Seats, text: string, sites: readonly string[], columns: readonly Column[], row: number, column: number): { seats: Seats; left: number } {
  const laid = new Map(seats)
  let left = 0
  block(text).forEach((line, down) => line.forEach((said, right) => {
    const site = sites[row + down], at = columns[column + right], n = cell(said)
    if (site === undefined || at === undefined || n === null) left++
    else laid.set(key(site, at), n)
  }))
  return { seats: laid, left }
}
