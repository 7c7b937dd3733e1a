/** The files of an import by what they are, in the order in which the server reads them. */
export const files = { sites: 'sites.csv', shifts: 'shifts.csv', posts: 'posts.csv', roster: 'roster.xlsx', residents: 'residents.csv', arrivals: 'arrivals.csv', ground: 'villages.geojson' } as const

export type Kind = keyof typeof files
export const kinds = Object.keys(files) as Kind[]

export const MostBytes = 50 * 2 ** 20, MostTogether = 100 * 2 ** 20

interface Named { name: string; size: number }

/** @param sure False where the kind was guessed from the name. */
export interface Chosen<F extends Named = File> { file: F; sure: boolean }
export type Choice<F extends Named = File> = ReadonlyMap<Kind, Chosen<F>>

/** Why a file is not taken; the words are `districts.import.left`. */
export type Why = 'unknown' | 'asCsv' | 'asXlsx' | 'old' | 'empty' | 'large'
export interface Left { name: string; why: Why }

// Of a sheet about the posts of sites the posts are meant, so the narrower words come first.
const words: [Kind, RegExp][] = [
  ['posts', /post|岗位|席位/], ['shifts', /shift|班次/], ['arrivals', /arriv|到达|到场|客流/], ['residents', /resident|居民|人口|户籍/], ['roster', /roster|member|staff|花名册|名册|名单|人员/],
  ['ground', /village|村界|边界|轮廓/], ['sites', /site|采样点|点位/],
]
const ends: Record<Kind, string[]> = { sites: ['csv'], shifts: ['csv'], posts: ['csv'], roster: ['xlsx'], residents: ['csv'], arrivals: ['csv'], ground: ['geojson', 'json'] }

/** What a file is by its name: surely by the name that the office's form gives it, else guessed from words in it. */
export function recognise(path: string): { kind: Kind; sure: boolean } | Why {
  const name = path.slice(path.lastIndexOf('/') + 1).normalize('NFKC').toLowerCase()
  const known = kinds.find(kind => files[kind] === name)
  if (known) return { kind: known, sure: true }
  const end = name.slice(name.lastIndexOf('.') + 1)
  const kind = name.startsWith('~$') || name.startsWith('.') ? undefined : words.find(([, word]) => word.test(name))?.[0]
  if (!kind || !['csv', 'xlsx', 'xls', 'geojson', 'json', 'txt'].includes(end)) return 'unknown'
  if (ends[kind].includes(end)) return { kind, sure: false }
  return kind === 'roster' ? end === 'xls' ? 'old' : 'asXlsx' : kind === 'ground' ? 'unknown' : 'asCsv'
}

/** The choice with more files: of two of one kind the later counts, unless the earlier is sure and the later is guessed. */
export function choose<F extends Named>(choice: Choice<F>, more: readonly F[]): { choice: Choice<F>; left: Left[]; replaced: string[] } {
  const chosen = new Map(choice), left: Left[] = [], replaced: string[] = []
  for (const file of more) {
    const found = recognise(file.name)
    if (typeof found === 'string') left.push({ name: file.name, why: found })
    else if (file.size === 0) left.push({ name: file.name, why: 'empty' })
    else if (file.size > MostBytes) left.push({ name: file.name, why: 'large' })
    else {
      const before = chosen.get(found.kind)
      if (before && before.sure && !found.sure) { replaced.push(file.name); continue }
      if (before) replaced.push(before.file.name)
      chosen.set(found.kind, { file, sure: found.sure })
    }
  }
  return { choice: chosen, left, replaced }
}

export const together = <F extends Named>(choice: Choice<F>) => [...choice.values()].reduce((sum, one) => sum + one.file.size, 0)

/** Each file under the name by which the server knows it. */
export function formOf(choice: Choice): FormData {
  const form = new FormData()
  for (const kind of kinds) {
    const one = choice.get(kind)
    if (one) form.append('files', one.file, files[kind])
  }
  return form
}

export function sizeWords(bytes: number): string {
  return bytes < 1000 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`
}
