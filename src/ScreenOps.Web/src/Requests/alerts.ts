export type Severity = 'Watch' | 'Act' | 'Emergency'
export type AlertState = 'Waiting' | 'Taken' | 'Arrived' | 'Ended'
export type AlertEnd = 'Resolved' | 'Withdrawn' | 'Cleared'
export type AlertDoes = 'Take' | 'Release' | 'Arrive' | 'Escalate' | 'Snooze' | 'Wake' | 'Resolve' | 'Reopen'

/** What needs a person at a site; moments are unix milliseconds on the round's clock. */
export interface Alert {
  id: string; site: string; kind: 'Sign' | 'Help'; cause: string; severity: Severity; state: AlertState; end: AlertEnd | null; raised: number; since: number
  owner: string | null; mine: boolean; due: number | null; snoozedUntil: number | null; escalated: number | null; ended: number | null; version: number
}

export interface Alerts { now: number; speed: number; alerts: Alert[]; longestTake: number; longestSnooze: number }

export interface AlertAct { does: string; by: 'Office' | 'Site' | 'Clock'; name: string; minutes: number | null; note: string; made: number; at: number }
export interface AlertWhole { alert: Alert; history: AlertAct[] }

export type Group = 'open' | 'snoozed' | 'ended'
export const groups: readonly Group[] = ['open', 'snoozed', 'ended']
export const groupOf = (a: Alert): Group => a.state === 'Ended' ? 'ended' : a.snoozedUntil !== null ? 'snoozed' : 'open'

const severities: readonly Severity[] = ['Emergency', 'Act', 'Watch']
const states: readonly AlertState[] = ['Waiting', 'Taken', 'Arrived', 'Ended']
/** An emergency that nobody has, what was escalated, then by who is needed most. */
const urgency = (a: Alert) => a.severity === 'Emergency' && a.state === 'Waiting' ? 0 : a.escalated !== null ? 1 : 2 + states.indexOf(a.state)

/** What needs a person most comes first; of equal ones who has waited longest. What has ended: the last first. */
export const byNeed = (a: Alert, b: Alert) => a.ended !== null && b.ended !== null ? b.ended - a.ended
  : urgency(a) - urgency(b) || severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.raised - b.raised || a.id.localeCompare(b.id)

/** Signs of one cause that nobody has, which stand as one until somebody looks at them: in a rush twenty sites wait too long for one reason. */
export interface Fold { key: string; alerts: Alert[] }
const Few = 3

/** Rows in their order, with what is of one cause folded to where the first of it stood. */
export function folded(rows: readonly Alert[]): (Alert | Fold)[] {
  const key = (a: Alert) => a.kind === 'Sign' && a.state === 'Waiting' && a.snoozedUntil === null ? `${a.cause} ${a.escalated === null}` : ''
  const of = new Map<string, Alert[]>()
  for (const row of rows) if (key(row)) of.set(key(row), [...of.get(key(row)) ?? [], row])
  return rows.flatMap((row): (Alert | Fold)[] => {
    const same = of.get(key(row))
    return !same || same.length < Few ? [row] : same[0] === row ? [{ key: key(row), alerts: same }] : []
  })
}

export const overdue = (a: Alert, now: number) => a.state === 'Taken' && a.due !== null && now > a.due

/** The one act that a row offers first. */
export function firstAct(a: Alert): AlertDoes {
  if (a.state === 'Ended') return 'Reopen'
  if (a.snoozedUntil !== null) return 'Wake'
  return a.state === 'Waiting' || (a.state === 'Taken' && !a.mine) ? 'Take' : a.state === 'Taken' ? 'Arrive' : 'Resolve'
}

/** Whether an act means anything now; the server decides, the screen only offers less. */
export function offers(a: Alert, does: AlertDoes): boolean {
  if (a.state === 'Ended') return does === 'Reopen'
  switch (does) {
    case 'Reopen': return false
    case 'Take': return a.state !== 'Arrived'
    case 'Release': return a.state === 'Taken' || a.state === 'Arrived'
    case 'Arrive': return a.state === 'Taken' || a.kind === 'Help' && a.state === 'Waiting'
    case 'Escalate': return a.escalated === null && a.state !== 'Arrived'
    case 'Snooze': return a.severity !== 'Emergency' && a.snoozedUntil === null
    case 'Wake': return a.snoozedUntil !== null
    case 'Resolve': return true
  }
}

/** What takes an act back, where that is a single one; null: nothing does. */
export const opposite = (does: AlertDoes): AlertDoes | null =>
  does === 'Take' ? 'Release' : does === 'Snooze' ? 'Wake' : does === 'Resolve' ? 'Reopen' : null

export interface News { alert: Alert; what: 'new' | 'escalated' }

/** What has come since an earlier reading that a person should hear of; nothing of the first. */
export function newsOf(before: readonly Alert[] | null, after: readonly Alert[]): News[] {
  if (!before) return []
  const known = new Map(before.map(a => [a.id, a]))
  return after.filter(a => groupOf(a) === 'open').flatMap((alert): News[] => {
    const old = known.get(alert.id)
    if (!old || old.state === 'Ended') return [{ alert, what: 'new' }]
    return alert.escalated !== null && old.escalated === null ? [{ alert, what: 'escalated' }] : []
  })
}

/** Whether it must be said at once, into whatever is being read. */
export const urgent = (news: readonly News[]) => news.some(n => n.what === 'escalated' || n.alert.severity === 'Emergency')

/** Takes an alert that was just acted on into a reading that may be older, or newer. */
export const learn = (all: readonly Alert[], one: Alert): Alert[] =>
  all.some(a => a.id === one.id) ? all.map(a => a.id === one.id && a.version <= one.version ? one : a) : [...all, one]
