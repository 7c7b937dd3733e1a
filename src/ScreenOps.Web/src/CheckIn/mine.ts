export interface Pass { id: string; text: string; name: string; expires: string }

/** The answer to a request for a ticket, and what this phone keeps of it. No identity number, no phone. `priority`: a number of its own that the desk gave, called instead of the ticket. */
export interface Ticket { round: number; site: string; siteName: string; ticket: number; priority?: number | null; outcome: 'Ticketed' | 'Already' | 'Moved' | 'Sampled'; called: number; pass: Pass }
/** Somebody of the household who came with this phone. */
export interface Kin extends Ticket { qr: string }
/** `family` is missing in what earlier versions kept. */
export interface Mine extends Ticket { qr: string; at: number; family?: Kin[] }

/** The passes of all who came with this phone. */
export const passes = (mine: Mine) => [mine, ...(mine.family ?? [])].map(one => one.pass.text)

const key = (rehearsal: boolean) => rehearsal ? 'screenops.mine.rehearsal' : 'screenops.mine'

export function recall(rehearsal: boolean): Mine | null {
  try {
    return JSON.parse(localStorage.getItem(key(rehearsal)) ?? 'null') as Mine | null
  } catch {
    return null
  }
}

/** False: this browser keeps nothing (private mode), and the page says so. */
export function remember(mine: Mine, rehearsal: boolean): boolean {
  try {
    localStorage.setItem(key(rehearsal), JSON.stringify(mine))
    return true
  } catch {
    return false
  }
}

export const expired = (pass: Pass, now = Date.now()) => !(Date.parse(pass.expires) > now)
