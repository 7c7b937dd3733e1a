export { span } from '../ui/wait'
export interface Wait { low: number; high: number; likely: number }

/** The public document of a site. Times are unix milliseconds on the round's clock. */
export interface PublicSite {
  code: string; name: string; latitude: number; longitude: number; address: string
  status: 'NotOpened' | 'Open' | 'Paused' | 'Closed'; wait: Wait | null; queue: number; called: number; reportedAt: number
}
export interface PublicOne extends PublicSite { district: string; round: number; roundName: string; now: number; timeZone: string }

export type Turn = 'waiting' | 'soon' | 'turn' | 'over'

const Soon = 10
const Over = 20

/** My place in the line: 1 is at its front. */
export const place = (ticket: number, called: number) => Math.max(0, ticket - called)

export const ahead = (ticket: number, called: number) => Math.max(0, place(ticket, called) - 1)

/** `soon`: come near, the site is open and few are ahead. `turn`: nobody is ahead and the site samples. `over`: called a while ago. */
export function turn(ticket: number, called: number, open: boolean): Turn {
  if (called - ticket >= Over) return 'over'
  if (called >= ticket || (open && ahead(ticket, called) === 0)) return 'turn'
  return open && ticket - called <= Soon ? 'soon' : 'waiting'
}

/** The number that is called for somebody, and how far those of its kind have come: priority numbers are called in between the tickets. */
export interface Row { said: string; number: number; called: number; priority: boolean }
export const row = (mine: { ticket: number; priority?: number | null }, site: { called: number; calledPriority?: number }): Row =>
  mine.priority ? { said: `P${mine.priority}`, number: mine.priority, called: site.calledPriority ?? 0, priority: true } : { said: `${mine.ticket}`, number: mine.ticket, called: site.called, priority: false }

/** As `turn`; a priority number is not next because nobody of its kind is ahead: it is called when the district's rule says so. */
export function turnOf(mine: Row, open: boolean): Turn {
  if (!mine.priority || mine.called >= mine.number) return turn(mine.number, mine.called, open)
  return open ? 'soon' : 'waiting'
}

/** The site's wait is that of the last in line; mine is the share of it before me. Before a site opens its wait is of the opening too, which no share is of. */
export function myWait(site: PublicSite, people: number): Wait | null {
  if (site.status === 'NotOpened') return null
  if (!site.wait || site.queue <= 0) return site.wait
  const share = Math.min(1, people / site.queue)
  const low = Math.floor(site.wait.low * share)
  return { low, high: Math.max(low + 1, Math.ceil(site.wait.high * share)), likely: Math.round(site.wait.likely * share) }
}

const Radius = 6371.0088
const radians = (degrees: number) => degrees * Math.PI / 180

/** Great-circle kilometres. */
export function kilometres(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  const [north, east] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)]
  const h = Math.sin(north / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2
  return 2 * Radius * Math.asin(Math.sqrt(h))
}

/** Streets are longer than the crow flies, by about this; people walk about so many kilometres an hour. */
const Detour = 1.3
const Pace = 5

/** `walk` and `km` are null where it is not known from where. */
export interface Other { site: PublicSite; km: number | null; walk: number | null; low: number; high: number }

/** A report older than this counts as missing, as on the board; milliseconds. */
export const Old = 5 * 60_000

/** Open sites where walking and waiting together surely end sooner than `than` minutes; with null, the soonest of all that are open. */
export function better(from: PublicSite | null, sites: readonly PublicSite[], than: number | null, most = 3): Other[] {
  return sites.filter(site => site.code !== from?.code && site.status === 'Open' && site.wait).map(site => {
    const km = from && kilometres(from, site), walk = km === null ? null : Math.round(km * Detour / Pace * 60)
    return { site, km, walk, low: (walk ?? 0) + (site.wait?.low ?? 0), high: (walk ?? 0) + (site.wait?.high ?? 0) }
  }).filter(other => than === null || other.high < than).sort((a, b) => a.high - b.high).slice(0, most)
}
