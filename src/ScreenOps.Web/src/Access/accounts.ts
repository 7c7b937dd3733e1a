export const grants = ['CommandCentre', 'SiteLead', 'Desk', 'Courier', 'Lab', 'GridWorker', 'City', 'Operator'] as const
export type GivenGrant = (typeof grants)[number]
export type Grant = GivenGrant | 'Member'

/** @param phone Masked; null: none is kept. @param member The member of the roster that it is of. */
export interface Account {
  id: string; name: string; grant: Grant; site: string | null; phone: string | null; member: string | null; hasPassword: boolean; mustChange: boolean; disabled: boolean; village: string | null; grid: string | null
  lockedUntil: string | null; lastIn: string | null; own: boolean; passkeys: number
}
export interface CodeMade { code: string; url: string; expires: string; qr: string }
export interface Tablet { id: string; site: string; enrolledAt: string; revoked: boolean }
export interface SiteName { code: string; name: string; retired: boolean }
/** A grid of the list of residents; a grid or village without a name is an empty text. */
export interface GridName { village: string; grid: string; residents: number }

/** Whether a grant is for one site. */
export const ofSite = (grant: Grant | '') => grant === 'SiteLead' || grant === 'Desk'
/** Whether a grant is for one grid. */
export const ofGrid = (grant: Grant | '') => grant === 'GridWorker'
/** Whether a grant is for all districts; only an operator gives it. */
export const ofAll = (grant: Grant | '') => grant === 'City' || grant === 'Operator'

/** @param place The grid, as `placeOf` writes it; empty: none is chosen. */
export interface AccountFields { name: string; phone: string; grant: GivenGrant | ''; site: string; place: string }

export const placeOf = (village: string, grid: string) => JSON.stringify([village, grid])
export type AccountFlaw = 'name' | 'phone' | 'grant' | 'site' | 'grid'

export const fieldsOf = (account: Account | null): AccountFields =>
  ({ name: account?.name ?? '', phone: '', grant: account && account.grant !== 'Member' ? account.grant : '', site: account?.site ?? '', place: account?.grid == null ? '' : placeOf(account.village ?? '', account.grid) })

export const digits = (phone: string) => phone.normalize('NFKC').replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '')

export function accountFlaws(fields: AccountFields): AccountFlaw[] {
  const wrong: Record<AccountFlaw, boolean> = {
    name: fields.name.trim() === '' || fields.name.trim().length > 40,
    grant: fields.grant === '',
    site: ofSite(fields.grant) && fields.site === '',
    grid: ofGrid(fields.grant) && fields.place === '',
    phone: fields.phone.trim() !== '' && !/^1\d{10}$/.test(digits(fields.phone)),
  }
  return (Object.keys(wrong) as AccountFlaw[]).filter(field => wrong[field])
}

/** As the server takes it; a phone that is not said stays. */
export function accountBody(fields: AccountFields, id: string) {
  const [village, grid] = ofGrid(fields.grant) ? JSON.parse(fields.place) as [string, string] : [null, null]
  return { id, name: fields.name.trim(), grant: fields.grant || null, phone: digits(fields.phone) || null, site: ofSite(fields.grant) ? fields.site : null, village, grid }
}

/** Whom a search and the boxes beside it leave. Every word must be found. */
export function chosen(all: readonly Account[], query: string, grant: Grant | '', staff: boolean, disabled: boolean, words: (account: Account) => string): Account[] {
  const parts = query.normalize('NFKC').toLowerCase().trim().split(/\s+/).filter(Boolean)
  return all.filter(one => (grant === '' ? staff || one.member === null : one.grant === grant) && (disabled || !one.disabled) && parts.every(part => words(one).toLowerCase().includes(part)))
}
