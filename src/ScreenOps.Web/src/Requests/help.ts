import type { Alert } from './alerts'

/** What a site may ask for; those that are asked for most stand first. */
export const causes = ['tubes', 'people', 'order', 'medical', 'swabs', 'clothes', 'disinfectant', 'power'] as const
export type HelpCause = typeof causes[number]
export type HelpDoes = 'Ask' | 'Arrive' | 'Resolve' | 'Withdraw'

/** What was pressed on this tablet. `of`: the ask, or the alert that came of it. `made`: on the round's clock. `order`: counts what was pressed here. */
export interface HelpAct { id: string; device: string; site: string; order: number; round: number; does: HelpDoes; of: string | null; cause: string | null; made: number; progress: 'waiting' | 'refused'; reason: string | null }

export interface HelpAnswer { id: string; reason: string | null; cure: string | null; alert: string | null }
export interface HelpList { now: number; speed: number; alerts: Alert[] }

/** A request as the tablet shows it. `kept`: only this tablet knows of it. `pending`: what was pressed on it and is not sent yet. */
export interface Request { id: string; cause: string; state: 'kept' | 'Waiting' | 'Taken' | 'Arrived'; raised: number; owner: string | null; due: number | null; pending: HelpDoes | null; refused: boolean }

/** What the site asked for and is not over: as the server told it last, and on top what was pressed here since. */
export function requests(alerts: readonly Alert[], acts: readonly HelpAct[], round: number): Request[] {
  const open = new Map(alerts.filter(a => a.kind === 'Help' && a.state !== 'Ended')
    .map(a => [a.id, { id: a.id, cause: a.cause, state: a.state as Request['state'], raised: a.raised, owner: a.owner, due: a.due, pending: null, refused: false } as Request]))
  const known = new Set(alerts.map(a => a.id))
  for (const act of acts) {
    if (act.round !== round) continue
    if (act.does === 'Ask') {
      // The server took it, and its answer was lost.
      if (known.has(act.id)) continue
      const same = [...open.values()].find(r => r.cause === act.cause)
      if (same) open.set(same.id, { ...same, pending: 'Ask' })
      else open.set(act.id, { id: act.id, cause: act.cause!, state: 'kept', raised: act.made, owner: null, due: null, pending: null, refused: act.progress === 'refused' })
    } else if (act.progress === 'waiting' && act.of !== null) {
      const held = open.get(act.of)
      if (!held) continue
      if (act.does === 'Arrive') open.set(held.id, { ...held, state: 'Arrived', pending: 'Arrive' })
      else open.delete(held.id)
    }
  }
  const grave = (r: Request) => r.refused ? 0 : r.cause === 'medical' ? 1 : 2
  return [...open.values()].sort((a, b) => grave(a) - grave(b) || a.raised - b.raised)
}

/** The next send: what waits of one round, in the order in which it was pressed. */
export function due(acts: readonly HelpAct[], device: string, site: string): HelpAct[] {
  const waiting = acts.filter(a => a.progress === 'waiting' && a.device === device && a.site === site).sort((a, b) => a.order - b.order)
  return waiting.filter(a => a.round === waiting[0]!.round).slice(0, 50)
}

/** Takes the answers of one send: what was taken is the server's from now on, what was refused stays until it was read. */
export function take(acts: readonly HelpAct[], answers: readonly HelpAnswer[]): HelpAct[] {
  const said = new Map(answers.map(a => [a.id, a]))
  return acts.flatMap((act): HelpAct[] => {
    const answer = said.get(act.id)
    if (!answer) return [act]
    return answer.reason === null || act.does !== 'Ask' ? [] : [{ ...act, progress: 'refused', reason: answer.reason }]
  })
}

/** A request's state in words: what the tablet says first. */
export function line(r: Request, now: number): { key: string; n: number } {
  if (r.refused) return { key: 'refused', n: 0 }
  if (r.state !== 'Taken' || r.due === null) return { key: r.state, n: 0 }
  const left = Math.ceil((r.due - now) / 60_000)
  return { key: left > 0 ? 'TakenIn' : 'TakenLate', n: left }
}
