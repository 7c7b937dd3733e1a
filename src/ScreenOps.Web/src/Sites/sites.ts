export interface Site { code: string; name: string; village: string; latitude: number; longitude: number; population: number; lanesPlanned: number; address: string; retired: boolean }

/** What is typed. */
export interface SiteFields { code: string; name: string; village: string; latitude: string; longitude: string; population: string; lanes: string; address: string }

export const fieldsOf = (site: Site | null, code = ''): SiteFields => site
  ? { code: site.code, name: site.name, village: site.village, latitude: String(site.latitude), longitude: String(site.longitude), population: String(site.population), lanes: String(site.lanesPlanned), address: site.address }
  : { code, name: '', village: '', latitude: '', longitude: '', population: '', lanes: '1', address: '' }

/** The code after the last one of the same form: S43 → S44; nothing where the codes have no numbers. */
export function nextCode(codes: readonly string[]): string {
  const last = codes.map(code => code.match(/^(.*?)(\d+)$/)).filter(match => match !== null).reduce<RegExpMatchArray | null>((most, match) => most && Number(most[2]) >= Number(match[2]) ? most : match, null)
  if (!last) return ''
  return last[1]! + String(Number(last[2]) + 1).padStart(last[2]!.length, '0')
}

/** A pair such as “36.746025, 117.636002”, as map programs copy it; null where it is no pair. */
export function pair(text: string): { latitude: string; longitude: string } | null {
  const match = text.normalize('NFKC').trim().match(/^(-?\d{1,3}\.\d+)[\s,;]+(-?\d{1,3}\.\d+)$/)
  if (!match) return null
  // Only a longitude goes beyond 90: some programs put it first.
  return Math.abs(Number(match[1])) > 90 ? { latitude: match[2]!, longitude: match[1]! } : { latitude: match[1]!, longitude: match[2]! }
}

const number = (text: string) => /^-?\d+(\.\d+)?$/.test(text.normalize('NFKC').trim()) ? Number(text.normalize('NFKC').trim()) : NaN
const whole = (text: string, most: number) => { const n = number(text); return Number.isInteger(n) && n >= 0 && n <= most }

export type SiteFlaw = 'code' | 'codeTaken' | 'name' | 'village' | 'latitude' | 'longitude' | 'swapped' | 'population' | 'lanes' | 'address'

/** @param taken Codes of other sites. */
export function siteFlaws(fields: SiteFields, taken: readonly string[]): [keyof SiteFields, SiteFlaw][] {
  const flaws: [keyof SiteFields, SiteFlaw][] = []
  const must = (good: boolean, field: keyof SiteFields, flaw: SiteFlaw = field) => { if (!good) flaws.push([field, flaw]) }
  const code = fields.code.trim(), latitude = number(fields.latitude), longitude = number(fields.longitude)
  must(/^[A-Za-z0-9-]{1,12}$/.test(code), 'code')
  must(!taken.includes(code), 'code', 'codeTaken')
  must(fields.name.trim() !== '' && fields.name.trim().length <= 60, 'name')
  must(fields.village.trim() !== '' && fields.village.trim().length <= 60, 'village')
  if (Math.abs(latitude) > 90 && Math.abs(latitude) <= 180 && Math.abs(longitude) <= 90) must(false, 'latitude', 'swapped')
  else {
    must(Math.abs(latitude) <= 90, 'latitude')
    must(Math.abs(longitude) <= 180, 'longitude')
  }
  must(whole(fields.lanes, 99), 'lanes')
  must(whole(fields.population, 10_000_000), 'population')
  must(fields.address.trim().length <= 200, 'address')
  return flaws
}

/** As the server takes it. */
export const siteBody = (fields: SiteFields, retired: boolean) => ({
  code: fields.code.trim(), name: fields.name.trim(), village: fields.village.trim(), latitude: number(fields.latitude), longitude: number(fields.longitude),
  population: number(fields.population), lanes: number(fields.lanes), address: fields.address.trim(), retired,
})

const EarthKm = 6371.0088
const radians = (degrees: number) => degrees * Math.PI / 180

/** How far a place is from the nearest of the other sites, in whole kilometres; null where that is no wonder, or not known. */
export function faraway(fields: SiteFields, others: readonly Site[], km = 30): number | null {
  const latitude = number(fields.latitude), longitude = number(fields.longitude)
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || others.length === 0) return null
  const nearest = Math.min(...others.map(site => {
    const x = Math.sin(radians(site.latitude - latitude) / 2) ** 2 + Math.cos(radians(latitude)) * Math.cos(radians(site.latitude)) * Math.sin(radians(site.longitude - longitude) / 2) ** 2
    return 2 * EarthKm * Math.asin(Math.sqrt(x))
  }))
  return nearest > km ? Math.round(nearest) : null
}

/** In the order of their codes, the retired ones last. */
export const inOrder = (sites: readonly Site[]) => [...sites].sort((a, b) => Number(a.retired) - Number(b.retired) || a.code.localeCompare(b.code, 'en', { numeric: true }))
