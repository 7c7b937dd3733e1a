const clock = (zone: string) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** A moment as the clocks in a zone show it: a day such as 2025-11-24, and a time such as 05:28. */
export function there(at: number | string, zone: string): { day: string; time: string } {
  const parts = new Map(clock(zone).formatToParts(new Date(at)).map(part => [part.type, part.value]))
  return { day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`, time: `${parts.get('hour')}:${parts.get('minute')}` }
}

/** So many days after a day such as 2025-11-24. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** 2025-11-24 周一 */
export function dayWords(day: string, locale: string): string {
  return `${day} ${new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`))}`
}

/** The time, with its day where that is another than `day`: 05:28, 11-25 13:00. */
export function momentWords(at: string, zone: string, day: string): string {
  const moment = there(at, zone)
  return moment.day === day ? moment.time : `${moment.day.slice(5)} ${moment.time}`
}

/** A shift's span without seconds: 05:30–09:30. */
export const spanWords = (starts: string, ends: string) => `${starts.slice(0, 5)}–${ends.slice(0, 5)}`
