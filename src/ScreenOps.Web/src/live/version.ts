/** A value with its version; versions order by (epoch, version). */
export interface Versioned { site: string; epoch: number; version: number }

export const older = (a: Versioned, b: Versioned) => a.epoch < b.epoch || (a.epoch === b.epoch && a.version < b.version)
