/** A value with its version; versions order by (epoch, version). */
export interface Versioned { site: string; epoch: number; version: number }

/** The newer of each; a state older than the one held is discarded. An equal one is taken: it was judged later. */
export function merge<T extends Versioned>(held: ReadonlyMap<string, T>, changes: readonly T[]): Map<string, T> {
  const next = new Map(held)
  for (const change of changes) {
    const known = next.get(change.site)
    if (!known || !older(change, known)) next.set(change.site, change)
  }
  return next
}

const older = (a: Versioned, b: Versioned) => a.epoch < b.epoch || (a.epoch === b.epoch && a.version < b.version)
