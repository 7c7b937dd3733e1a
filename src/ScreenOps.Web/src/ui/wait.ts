/** A wait as people read it, without its unit; a short one is as good as none. */
export const span = (wait: { low: number; high: number }) => wait.high <= 2 ? '0–2' : wait.low === wait.high ? `${wait.low}` : `${wait.low}–${wait.high}`
