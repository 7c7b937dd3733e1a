import type { CountCommand, CountKind, CountReceipt, Figures } from './commands'

/** How far a command has come: on this device only, on its way, committed by the server, refused for its content. */
export type Progress = 'waiting' | 'sent' | 'safe' | 'refused'

/** `before`: what a set state showed when this replaced it, for an undo. `reason`: why it was refused, a word of the server. */
export interface Entry extends CountCommand { progress: Progress; before: number | string | null; reason: string | null }

/** `next` is the number to give out; entries are in order of their numbers. `hole`: the server waits for a number that is no longer held here. */
export interface Outbox { next: number; entries: readonly Entry[]; hole: boolean }

/** Commands in one send; the server takes up to 256. */
export const Batch = 64
/** Acknowledged commands kept for an undo, which reaches back 64 numbers, and for a server that asks again. */
export const Kept = 200

export const empty = (next = 1): Outbox => ({ next, entries: [], hole: false })

export interface Tap { kind: CountKind; n: number; round: number; site: string; made: number }

/** Gives a tap its number, once. */
export function tap(box: Outbox, what: Tap, shown: Figures): Outbox {
  const entry: Entry = { ...what, number: box.next, progress: 'waiting', before: replaced(what.kind, shown), reason: null }
  return { ...box, next: box.next + 1, entries: [...box.entries, entry] }
}

function replaced(kind: CountKind, shown: Figures): number | string | null {
  if (kind === 'Queue') return shown.queue
  if (kind === 'Lanes') return shown.lanes
  return kind === 'Open' || kind === 'Pause' || kind === 'Close' ? shown.status : null
}

/** The last command of this site and round, while it can be taken back; null after an undo or a refusal. */
export function undoable(box: Outbox, site: string, round: number): Entry | null {
  const last = box.entries.at(-1)
  return last && last.kind !== 'Undo' && last.progress !== 'refused' && last.site === site && last.round === round ? last : null
}

const open = (entry: Entry) => entry.progress === 'waiting' || entry.progress === 'sent'
export const unsafe = (box: Outbox): Entry[] => box.entries.filter(open)
export const refused = (box: Outbox): Entry[] => box.entries.filter(entry => entry.progress === 'refused')

/** The next send: from the lowest number that is not acknowledged. */
export const due = (box: Outbox): CountCommand[] =>
  unsafe(box).slice(0, Batch).map(({ number, round, site, kind, n, made }) => ({ number, round, site, kind, n, made }))

const change = (box: Outbox, which: (entry: Entry) => boolean, progress: Progress, reason: string | null = null): Outbox =>
  ({ ...box, entries: box.entries.map(entry => which(entry) ? { ...entry, progress, reason: reason ?? entry.reason } : entry) })

export const sent = (box: Outbox, last: number) => change(box, entry => entry.progress === 'waiting' && entry.number <= last, 'sent')

/** Nobody answered: what was on its way is sent again. */
export const unanswered = (box: Outbox) => change(box, entry => entry.progress === 'sent', 'waiting')

/** Takes the receipts of one send, in order, up to the first Busy or Gap. */
export function take(box: Outbox, receipts: readonly CountReceipt[]): Outbox {
  let next = box
  for (const receipt of receipts) {
    if (receipt.outcome === 'Busy') return unanswered(next)
    if (receipt.outcome === 'Gap') return unanswered(rewind(next, receipt.expected ?? 1))
    const progress = receipt.outcome === 'Refused' ? 'refused' : 'safe'
    next = change(next, entry => entry.number === receipt.number && open(entry), progress, receipt.reason ?? null)
  }
  return forget(next)
}

/** The server's ledger ends before `expected`: lower numbers are in it, that one and the rest are sent (again). */
function rewind(box: Outbox, expected: number): Outbox {
  const entries = box.entries.map(entry => entry.number < expected ? (open(entry) ? { ...entry, progress: 'safe' as const } : entry)
    : { ...entry, progress: 'waiting' as const, reason: null })
  return { ...box, entries, hole: expected < box.next && !entries.some(entry => entry.number === expected) }
}

/** Only acknowledged ones are dropped, oldest first; a refused one stays until it was read. */
function forget(box: Outbox): Outbox {
  const least = box.next - Kept
  return { ...box, entries: box.entries.filter(entry => entry.progress !== 'safe' || entry.number >= least) }
}

/** Refused ones were read: they keep their numbers and leave the list. */
export const read = (box: Outbox): Outbox => ({ ...box, entries: box.entries.filter(entry => entry.progress !== 'refused') })

/** Figures as this device has to show them: the server's, and on top what was tapped after `included`. */
export function shown(base: Figures, box: Outbox, included: number): Figures {
  const held = new Map(box.entries.map(entry => [entry.number, entry]))
  return box.entries.filter(entry => entry.number > included && entry.progress !== 'refused').reduce((figures, entry) => effect(figures, entry, held), base)
}

function effect(to: Figures, entry: Entry, held: ReadonlyMap<number, Entry>): Figures {
  switch (entry.kind) {
    case 'Arrived': return { ...to, arrived: to.arrived + entry.n, queue: to.queue + entry.n }
    case 'Sampled': return { ...to, sampled: to.sampled + entry.n, queue: Math.max(0, to.queue - entry.n) }
    case 'Left': return { ...to, left: to.left + entry.n, queue: Math.max(0, to.queue - entry.n) }
    case 'Queue': return { ...to, queue: entry.n }
    case 'Lanes': return { ...to, lanes: entry.n }
    case 'Open': return { ...to, status: 'Open' }
    case 'Pause': return { ...to, status: 'Paused' }
    case 'Close': return { ...to, status: 'Closed' }
    case 'Undo': return opposite(to, held.get(entry.n))
  }
}

function opposite(to: Figures, undone: Entry | undefined): Figures {
  switch (undone?.kind) {
    case 'Arrived': return { ...to, arrived: to.arrived - undone.n, queue: Math.max(0, to.queue - undone.n) }
    case 'Sampled': return { ...to, sampled: to.sampled - undone.n, queue: to.queue + undone.n }
    case 'Left': return { ...to, left: to.left - undone.n, queue: to.queue + undone.n }
    case 'Queue': return { ...to, queue: Number(undone.before ?? to.queue) }
    case 'Lanes': return { ...to, lanes: Number(undone.before ?? to.lanes) }
    case 'Open': case 'Pause': case 'Close': return { ...to, status: (undone.before ?? to.status) as Figures['status'] }
    default: return to
  }
}
