import type { Round } from './office'
import { daysAfter, there } from './when'

/** Half-open, in the district's zone; times such as 05:30:00. */
export interface Shift { code: string; name: string; starts: string; ends: string }
export interface Post { site: string; shift: string; role: string; seats: number }
export interface Plan { round: Round; shifts: Shift[]; posts: Post[] }

/** What is asked for when a round is made; `from` 0 is the pattern that imports fill. */
export interface Order { day: string; name: string; from: number; tubeSize: number }

export const TubeSizes = [1, 5, 10, 20]
const Noon = '12:00'

/** The round that the next one is like: the last real one that was ever opened; null where there is none yet. */
export const lastReal = (rounds: readonly Round[]): Round | null =>
  rounds.filter(r => !r.rehearsal && r.state !== 'Draft').reduce<Round | null>((last, r) => last && last.id > r.id ? last : r, null)

/** Today until noon, then tomorrow; the first of these days and those after that has no real round. */
export function nextDay(rounds: readonly Round[], now: number, zone: string): string {
  const { day: today, time } = there(now, zone)
  let day = time < Noon ? today : daysAfter(today, 1)
  while (rounds.some(r => !r.rehearsal && r.day === day)) day = daysAfter(day, 1)
  return day
}

/** The last name with its day or its number moved on (第 3 轮 → 第 4 轮, 第三轮 → 第四轮); the day itself where there is neither. */
export function nextName(last: Round | null, day: string): string {
  if (!last) return day
  if (last.name.includes(last.day)) return last.name.replace(last.day, day)
  const digits = last.name.match(/^(.*?)(\d{1,4})(\D*)$/)
  if (digits) return `${digits[1]}${Number(digits[2]) + 1}${digits[3]}`
  const chinese = last.name.match(/第([一二三四五六七八九十]{1,3})(?=[轮次])/)
  return chinese ? last.name.replace(chinese[0], `第${written(read(chinese[1]!) + 1)}`) : day
}

/** What the form begins with. */
export function nextRound(rounds: readonly Round[], now: number, zone: string): Order {
  const last = lastReal(rounds)
  const day = nextDay(rounds, now, zone)
  return { day, name: nextName(last, day), from: last?.id ?? 0, tubeSize: last?.tubeSize ?? 10 }
}

const Ones = '零一二三四五六七八九'

/** 一 to 九十九. */
function read(words: string): number {
  const [tens, ones] = words.includes('十') ? words.split('十') : ['零', words]
  return (tens === '' ? 1 : Ones.indexOf(tens!)) * 10 + (ones ? Ones.indexOf(ones) : 0)
}

function written(n: number): string {
  const tens = Math.floor(n / 10), ones = n % 10
  return (tens === 0 ? '' : `${tens === 1 ? '' : Ones[tens]}十`) + (ones === 0 ? '' : Ones[ones])
}

export type RoundFlaw = 'nameEmpty' | 'nameLong' | 'nameTaken' | 'dayEmpty'

/** A draft of the same name and day would be given back instead of made. */
export function orderFlaws(order: { day: string; name: string }, others: readonly Round[]): ['day' | 'name', RoundFlaw][] {
  const name = order.name.trim(), flaws: ['day' | 'name', RoundFlaw][] = []
  if (!/^\d{4}-\d{2}-\d{2}$/.test(order.day)) flaws.push(['day', 'dayEmpty'])
  if (name === '') flaws.push(['name', 'nameEmpty'])
  else if (name.length > 60) flaws.push(['name', 'nameLong'])
  else if (others.some(r => r.day === order.day && r.name === name)) flaws.push(['name', 'nameTaken'])
  return flaws
}

export type ShiftFlaw = 'none' | 'code' | 'codeTwice' | 'name' | 'ends' | 'many'

/** The first flaw of each row, by the row's place; -1: of the whole list. */
export function shiftFlaws(shifts: readonly Shift[]): Map<number, ShiftFlaw> {
  const flaws = new Map<number, ShiftFlaw>()
  if (shifts.length === 0) flaws.set(-1, 'none')
  if (shifts.length > 12) flaws.set(-1, 'many')
  shifts.forEach((shift, at) => {
    const code = shift.code.trim()
    if (code === '' || code.length > 12) flaws.set(at, 'code')
    else if (shifts.findIndex(other => other.code.trim() === code) < at) flaws.set(at, 'codeTwice')
    else if (shift.name.trim() === '' || shift.name.trim().length > 60) flaws.set(at, 'name')
    else if (clockTime(shift.starts) === '' || clockTime(shift.starts) >= clockTime(shift.ends)) flaws.set(at, 'ends')
  })
  return flaws
}

/** As the server reads it: with seconds, without blanks around. */
export const tidyShift = (shift: Shift): Shift =>
  ({ code: shift.code.trim(), name: shift.name.trim(), starts: `${clockTime(shift.starts)}:00`, ends: `${clockTime(shift.ends)}:00` })

/** A time of day however it was typed (5:30, 0530, ５：３０) as 05:30; empty where it is none. */
export function clockTime(text: string): string {
  const match = text.normalize('NFKC').trim().match(/^(\d{1,2})[:.]?(\d{2})(:00)?$/)
  return match && Number(match[1]) < 24 && Number(match[2]) < 60 ? `${match[1]!.padStart(2, '0')}:${match[2]}` : ''
}

/** A row to fill in: it begins where the last one ends. */
export function anotherShift(shifts: readonly Shift[]): Shift {
  const code = [...'ABCDEFGHIJKL'].find(letter => !shifts.some(shift => shift.code === letter)) ?? ''
  return { code, name: '', starts: clockTime(shifts.at(-1)?.ends ?? '05:30'), ends: '' }
}
