import type { Mate, Named, Tube, TubeAct, TubeActKind, TubeOutcome, Whole } from './samples'

/** A site's tubes as this device knows them: what the server last said of each, and on top what was done here without a network. */
export type TubeBook = ReadonlyMap<string, Whole>

/** Who is meant, as far as it is known here; `name` masked, empty where it is not known. */
export interface LateMate { key: string; name: string; ticket: number }

/** One person, one key, whichever way they are named. */
export const keyOf = (who: Named): string => who.person ?? who.pass ?? (who.ticket ? `ticket ${who.ticket}` : '')

export interface LateAct { body: Pick<TubeAct, 'id' | 'kind' | 'barcode' | 'made'> & Named & { size?: number; to?: string; site?: string }; who: string }

const opened = (barcode: string, size: number, made: number): Whole => ({
  tube: { barcode, round: 0, site: '', lane: null, size, filled: 0, state: 'Open', openedAt: made, firstSwab: null, trouble: null, troubleAt: null, troubleWhy: null, box: null }, people: [], acts: [], next: null,
})

/** The acts that wait, in order, on top of what the server said. Those the rules refuse change nothing: they were never taken here. */
export function bookOf(said: readonly Whole[], acts: readonly LateAct[], size: number): TubeBook {
  let book: TubeBook = new Map(said.map(whole => [whole.tube.barcode, whole]))
  for (const act of acts) book = changed(book, act, size)
  return book
}

/** The tube of the round that somebody is in, as far as this device knows. */
export const isIn = (book: TubeBook, who: string): string | null => [...book.values()].find(whole => whole.people.some(mate => mate.id === who))?.tube.barcode ?? null

/** What the rules say of an act before it is taken; as Core's TubeRules, with what this device knows. */
export function judge(book: TubeBook, kind: TubeActKind, barcode: string, who: string, to?: string): TubeOutcome {
  const tube = book.get(barcode)?.tube, where = isIn(book, who)
  if (kind === 'Open') return !tube ? 'Done' : tube.state === 'Open' ? 'Already' : 'BarcodeUsed'
  if (!tube) return 'UnknownTube'
  switch (kind) {
    case 'Put': return where === barcode ? 'Already' : where ? 'InOtherTube' : room(tube)
    case 'Move': return where !== barcode ? 'NotInTube' : !to || !book.has(to) ? 'UnknownTube' : room(book.get(to)!.tube)
    case 'Abort': case 'Doubt': return where === barcode ? 'Done' : 'NotInTube'
    case 'Close': return tube.state === 'Closed' ? 'Already' : 'Done'
    case 'Reopen': return tube.box ? 'InBox' : tube.state === 'Closed' ? 'Done' : tube.state === 'Full' ? 'Full' : 'Already'
    default: return 'Done'
  }
}

const room = (tube: Tube): TubeOutcome => tube.state === 'Closed' ? 'Closed' : tube.state === 'Full' || tube.filled >= tube.size ? 'Full' : 'Done'

function changed(book: TubeBook, { body, who }: LateAct, size: number): TubeBook {
  const key = keyOf(body)
  if (judge(book, body.kind, body.barcode, key, body.to) !== 'Done') return book
  const next = new Map(book), whole = next.get(body.barcode)
  const mate: Mate = { id: key, name: who, ticket: body.ticket ?? 0, made: body.made, state: 'Kept', doubt: null }
  switch (body.kind) {
    case 'Open': next.set(body.barcode, opened(body.barcode, body.size ?? size, body.made)); break
    case 'Put': if (whole) next.set(body.barcode, filled({ ...whole, people: [mate, ...whole.people] })); break
    case 'Abort': if (whole) next.set(body.barcode, filled({ ...whole, people: whole.people.filter(one => one.id !== key) })); break
    case 'Move': {
      const other = next.get(body.to!), moved = whole?.people.find(one => one.id === key)
      if (whole && other && moved) next.set(body.barcode, filled({ ...whole, people: whole.people.filter(one => one !== moved) })).set(body.to!, filled({ ...other, people: [moved, ...other.people] }))
      break
    }
    case 'Close': case 'Reopen': if (whole) next.set(body.barcode, { ...whole, tube: { ...whole.tube, state: body.kind === 'Close' ? 'Closed' : whole.tube.filled === whole.tube.size ? 'Full' : 'Open' } }); break
    default: break
  }
  return next
}

function filled(whole: Whole): Whole {
  const { tube, people } = whole, n = people.length
  const state = tube.state === 'Closed' ? 'Closed' : n >= tube.size ? 'Full' : 'Open'
  return { ...whole, tube: { ...tube, filled: n, state } }
}
