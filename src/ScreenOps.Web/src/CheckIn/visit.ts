import { computed, ref, shallowRef } from 'vue'
import { ApiError, ask } from '../api/http'
import { expired, passes, recall, remember, type Kin, type Mine, type Ticket } from './mine'
import type { PublicOne, PublicSite } from './place'
import { usePoll } from '../live/poll'
import { t } from './speak'

/** What the address of the page says. */
export interface Address { code: string; rehearsal: boolean; district: string; scanned: string }

export function address(at: Location): Address {
  const query = new URLSearchParams(at.search)
  return { code: decodeURIComponent(at.pathname.split('/')[2] ?? ''), rehearsal: query.get('rehearsal') === 'true', district: query.get('district') ?? '', scanned: query.get('k') ?? '' }
}

export type View = 'loading' | 'missing' | 'noRound' | 'done' | 'ticket' | 'elsewhere' | 'known' | 'register'

/** What the page is about, from the site's document and from what this phone holds. */
export function viewOf(one: PublicOne | null, missing: boolean, held: Mine | null, registering: boolean, now = Date.now()): View {
  if (!one) return missing ? 'missing' : 'loading'
  if (one.round === 0) return 'noRound'
  const mine = held?.round === one.round ? held : null
  if (mine?.outcome === 'Sampled') return 'done'
  if (mine?.site === one.code && mine.ticket > 0) return 'ticket'
  if (mine && mine.ticket > 0 && !registering) return 'elsewhere'
  return held && !registering && !expired(held.pass, now) ? 'known' : 'register'
}

/** One resident at one site: the site's document, this phone's ticket, and what can be done. */
export function useVisit({ code, rehearsal, district, scanned }: Address) {
  const query = new URLSearchParams({ ...(district ? { district } : {}), ...(rehearsal ? { rehearsal: 'true' } : {}) }).toString()
  const with_ = (path: string) => query ? `${path}?${query}` : path
  const site = usePoll<PublicOne>(() => with_(`public/sites/${encodeURIComponent(code)}`))
  const held = shallowRef<Mine | null>(recall(rehearsal))
  const failure = ref('')
  const notice = ref('')
  const busy = ref(false)
  const registering = ref(false)

  const current = computed(() => held.value && site.value.value && held.value.round === site.value.value.round ? held.value : null)
  const view = computed(() => viewOf(site.value.value, site.state.value === 'missing', held.value, registering.value))
  // A site that is not known has no place to walk from: then all that are open are shown.
  const needOthers = computed(() => view.value === 'missing')
  const others = usePoll<{ sites: PublicSite[] }>(() => with_('public/sites'), 30_000, needOthers)

  /** What was scanned from the site's screen is over within a minute, and a form takes longer: it is swapped for a stamp at once. */
  let presence: Promise<string | undefined> = Promise.resolve(undefined)
  if (scanned) presence = ask<{ stamp: string }>(with_(`public/sites/${encodeURIComponent(code)}/presence`), { body: { code: scanned }, signal: AbortSignal.timeout(20_000) }).then(({ stamp }) => stamp, () => undefined)

  /** False: no ticket, and `failure` says why. */
  async function take(body: object): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = notice.value = ''
    try {
      const stamp = await presence
      const together = 'people' in body || 'passes' in body
      const told = await ask<Ticket | { tickets: Ticket[] }>(with_(`public/sites/${encodeURIComponent(code)}/${together ? 'families' : 'tickets'}`), { body: { ...body, ...(rehearsal ? { rehearsal } : {}), ...(stamp ? { presence: stamp } : {}) }, signal: AbortSignal.timeout(20_000) })
      const [own, ...family] = 'tickets' in told ? told.tickets : [told]
      await keep(own!, family)
      void site.again()
      return true
    } catch (error) {
      failure.value = why(error, 'pass' in body || 'passes' in body)
      return false
    } finally {
      busy.value = false
    }
  }

  async function keep(ticket: Ticket, family: Ticket[]) {
    const same = held.value?.pass.text === ticket.pass.text ? held.value : null
    const first = same && same.site === ticket.site && same.ticket === ticket.ticket ? same : null
    const before = held.value?.family ?? []
    const kin = (one: Ticket) => before.find(other => other.pass.text === one.pass.text)
    held.value = { ...ticket, called: first?.called ?? ticket.called, at: first?.at ?? Date.now(), qr: same?.qr ?? '', family: family.map(one => ({ ...one, qr: kin(one)?.qr ?? '' })) }
    registering.value = false
    notice.value = ticket.outcome === 'Moved' ? t('moved') : ticket.outcome === 'Already' && !first ? t('already') : ''
    if (!remember(held.value, rehearsal)) notice.value = t('notKept')
    await picture()
  }

  /** The passes as pictures, kept so that they are shown without network. */
  async function picture() {
    const mine = held.value
    if (!mine) return
    try {
      const drawn = async <T extends { qr: string; pass: { text: string } }>(one: T): Promise<T> => one.qr ? one : { ...one, qr: await ask<string>('public/passes/qr', { body: { text: one.pass.text } }) }
      const [own, ...family] = [await drawn(mine), ...await Promise.all((mine.family ?? []).map(drawn<Kin>))] as [Mine, ...Kin[]]
      if (held.value?.pass.text !== mine.pass.text) return
      held.value = { ...held.value, qr: own.qr, family: (held.value.family ?? []).map(one => ({ ...one, qr: family.find(other => other.pass.text === one.pass.text)?.qr ?? one.qr })) }
      remember(held.value, rehearsal)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
  }

  /** Tickets here for all who are registered on this phone. */
  const again = () => held.value ? take(held.value.family?.length ? { passes: passes(held.value) } : { pass: held.value.pass.text }) : Promise.resolve(false)

  /** Asks what became of the tickets: the same request is answered as the first was, or with the sample. */
  async function check() {
    if (await again() && held.value?.outcome !== 'Sampled') notice.value = t('notYet')
  }

  /** A desk may have given a number of its own since: whoever opens the page again with a ticket of this site is shown it. It looks and books nothing, and no answer changes nothing. */
  async function renew() {
    const mine = held.value
    if (!mine || mine.outcome === 'Sampled' || mine.site !== code || mine.ticket === 0) return
    try {
      const told = await ask<Ticket>(with_(`public/sites/${encodeURIComponent(code)}/tickets`), { body: { pass: mine.pass.text, look: true, ...(rehearsal ? { rehearsal } : {}) }, signal: AbortSignal.timeout(20_000) })
      if (held.value === mine && told.round === mine.round) await keep(told, mine.family ?? [])
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
  }

  if (held.value) void picture().then(renew)
  return { site, others, held, current, view, failure, notice, busy, registering, rehearsal, take, again, check, picture, path: (rest: string) => with_(`public/sites/${encodeURIComponent(code)}/${rest}`), code, link: (to: string) => with_(`/s/${encodeURIComponent(to)}`) }
}

function why(error: unknown, withPass: boolean): string {
  if (!(error instanceof ApiError)) return t('failures.offline')
  switch (error.status) {
    case 0: return t('failures.offline')
    case 403: return t('notHere')
    case 404: return t(withPass ? 'failures.pass' : 'failures.unknown')
    case 409: return t('failures.conflict')
    case 400: case 413: case 422: return t(withPass ? 'failures.pass' : 'failures.wrong')
    case 429: return t('failures.many', { n: error.retryAfter ?? 30 })
    case 502: case 503: case 504: return t('failures.busy')
    default: return t('failures.other')
  }
}
