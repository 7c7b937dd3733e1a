import { uuid } from '../ui/device'

export type TubeState = 'Open' | 'Full' | 'Closed'
export type TubeTrouble = 'Lost' | 'Spoilt' | 'Flagged'
export type PlaceDoubt = 'WrongIdentity' | 'OthersCode'
export type TubeOutcome = 'Done' | 'Already' | 'Full' | 'Closed' | 'UnknownTube' | 'OtherSite' | 'OtherRound' | 'BarcodeUsed' | 'InOtherTube' | 'NotInTube' | 'InBox' | 'NotClosed' | 'UnknownPerson' | 'NoTicket'
  | 'PassRefused' | 'SampledElsewhere' | 'RoundNotOpen' | 'RoundSealed' | 'Bad' | 'Busy'
export type TubeActKind = 'Open' | 'Put' | 'Move' | 'Abort' | 'Close' | 'Reopen' | 'Trouble' | 'Clear' | 'Doubt'

export interface Tube { barcode: string; round: number; site: string; lane: number | null; size: number; filled: number; state: TubeState; openedAt: number; firstSwab: number | null; trouble: TubeTrouble | null; troubleAt: number | null; troubleWhy: string | null; box: string | null }
export interface Mate { id: string; name: string; ticket: number; made: number; state: 'Putting' | 'In' | 'Leaving' | 'Kept'; doubt: PlaceDoubt | null }
export interface Trace { kind: string; person: string | null; other: string | null; why: string; by: string; made: number; at: number }
/** Who comes next: `called` already, or called next as the desk says it. */
export interface Next { ticket: number; priority: number | null; called: boolean }
export interface Whole { tube: Tube; people: Mate[]; acts: Trace[]; next: Next | null }

/** Who is meant: one of the three. */
export interface Named { person?: string; pass?: string; ticket?: number }
export interface TubeAct extends Named { id: string; kind: TubeActKind; barcode: string; made: number; site?: string; size?: number; to?: string; trouble?: TubeTrouble; doubt?: PlaceDoubt; why?: string }
/** `kept`: done on this device without a network; the server hears of it later. */
export interface TubeAnswer { id: string; outcome: TubeOutcome; cure: string | null; tube: Tube | null; person: { id: string; name: string; ticket: number } | null; in: string | null; next: Next | null; kept?: boolean }

export type BoxSide = 'Site' | 'Courier' | 'Lab'
export type TransportState = 'InTime' | 'Late' | 'TooLate'
export interface Box { code: string; site: string; madeAt: number; sealedAt: number | null; firstSwab: number | null; received: number | null; state: TransportState; tubes: number; people: number; signatures: { side: BoxSide; name: string; at: number }[]; barcodes: string[] }
export interface BoxList { now: number; warnMinutes: number; alarmMinutes: number; boxes: Box[] }
export interface BoxAnswer { outcome: string; cure: string | null; box: Box | null }
export type BoxActKind = 'Make' | 'Pack' | 'Unpack' | 'Seal' | 'Unseal' | 'Sign'

export interface SiteTubes { site: string; name: string; tubes: number; open: number; boxed: number; people: number; troubled: number; waiting: number | null }
export interface Overview { now: number; sites: SiteTubes[] }
export interface LossCase { person: string | null; name: string | null; ticket: number; site: string | null; code: string | null; other: string | null; at: number; why: string }
export interface LossCheck { loss: string; count: number; cases: LossCase[] }
export interface CallBack { barcode: string; id: string; sampled: boolean; name: string; phone: string; household: string; relation: string; village: string; grid: string; door: string }
export interface CallBackList { tubes: { barcode: string; site: string; trouble: TubeTrouble; at: number; why: string; people: number }[]; people: CallBack[] }

const Code = /^[0-9A-Za-z-]{4,32}$/

/** What somebody scanned or typed into the one field: a pass, a ticket of up to four digits, or the barcode of a tube. */
export function read(text: string): { pass: string } | { ticket: number } | { barcode: string } | null {
  const said = text.trim()
  if (said.toUpperCase().startsWith('SO1:')) return { pass: said }
  if (/^\d{1,4}$/.test(said)) return { ticket: Number(said) }
  return Code.test(said) ? { barcode: said.toUpperCase() } : null
}

/** An act made now; its id stays over retries, so that sent twice it is done once. */
export const act = (kind: TubeActKind, barcode: string, made: number, more: Partial<TubeAct> = {}): TubeAct => ({ id: uuid(), kind, barcode, made: Math.round(made), ...more })

export const done = (answer: TubeAnswer): boolean => answer.outcome === 'Done' || answer.outcome === 'Already'

/** Whole minutes since; never negative. */
export const minutes = (since: number, now: number): number => Math.max(0, Math.floor((now - since) / 60_000))

/** 3:07 for 187 minutes. */
export const clock = (m: number): string => `${Math.floor(m / 60)}:${String(m % 60).padStart(2, '0')}`

/** Boxes that need somebody first: on their way, the oldest swab before the others; received ones last. */
export const byNeed = (boxes: readonly Box[]): Box[] =>
  [...boxes].sort((a, b) => Number(a.received !== null) - Number(b.received !== null) || (a.firstSwab ?? Infinity) - (b.firstSwab ?? Infinity))

/** Who has to sign next; null: all did, or it is not sealed. */
export function nextSide(box: Box): BoxSide | null {
  if (box.sealedAt === null) return null
  return (['Site', 'Courier', 'Lab'] as const).find(side => !box.signatures.some(s => s.side === side)) ?? null
}
