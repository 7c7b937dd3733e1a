import { ref } from 'vue'
import { ApiError, ask } from '../api/http'
import { there } from './when'

const Known = 'screenops.zone'
const known = ref(localStorage.getItem(Known) ?? 'Asia/Shanghai')

/** A device set up for another zone shows the district's times all the same; kept, so that it also does before anybody answers. */
export function tellZone(zone: string | undefined): void {
  if (!zone || zone === known.value) return
  known.value = zone
  localStorage.setItem(Known, zone)
}

/** For pages of those who are signed in; without an answer the zone that was told last stays. */
export async function learnZone(): Promise<void> {
  try {
    tellZone((await ask<{ timeZone: string }>('district')).timeZone)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

/** A moment as the district's clocks show it, such as 05:28. */
export const timeOf = (at: number | string): string => there(at, known.value).time

/** Its day there, such as 2025-11-24. */
export const dayOf = (at: number | string): string => there(at, known.value).day

/** A moment's day in words, as the language has it. */
export const dateOf = (at: number | string, locale: string, how: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { ...how, hourCycle: 'h23', timeZone: known.value }).format(new Date(at))
