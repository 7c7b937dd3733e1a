import type { Round } from '../Districts/office'

/** The round asked for; else the one being prepared for next, else the one that the office looks at, else the last. */
export function roundToPlan(rounds: readonly Round[], looked: Round | null, asked: number): Round | null {
  const drafts = rounds.filter(r => r.state === 'Draft' && !r.rehearsal)
  return rounds.find(r => r.id === asked) ?? drafts[0] ?? looked ?? rounds[0] ?? null
}
