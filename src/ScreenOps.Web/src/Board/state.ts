export type Health = 'Calm' | 'Closed' | 'Stale' | 'Watch' | 'Act' | 'Paused'

/** A site as the board tells it; times are unix milliseconds on the round's clock. */
export interface SiteState {
  round: number; site: string; epoch: number; version: number; status: string; lanes: number; lanesPlanned: number
  queue: number; arrived: number; sampled: number; left: number; ratePerHour: number
  wait: { low: number; high: number; likely: number } | null; waitIn30: number | null
  health: Health; reasons: string[]; reportedAt: number; called: number; tickets: number
}

export interface Snapshot { round: number; roundName: string; rehearsal: boolean; now: number; speed: number; sites: SiteState[] }

const need: Record<Health, number> = { Paused: 0, Act: 1, Stale: 2, Watch: 3, Calm: 4, Closed: 5 }

/** By what needs a person first, then by the longer wait, then by code. */
export const byNeed = (a: SiteState, b: SiteState) =>
  need[a.health] - need[b.health] || (b.wait?.likely ?? -1) - (a.wait?.likely ?? -1) || a.site.localeCompare(b.site)
