/** A row that was not taken; the reason is a code such as bad-phone, the cure a sentence of the server in English. */
export interface Refused { file: string; row: number; column: string; reason: string; cure: string }
export interface ImportedFile { file: string; rows: number; accepted: number; refused: number; byReason: Record<string, number> }

/** What the server's sentence says of this very row: the word in the cell, and the earlier row that it clashes with. */
export function particulars(cure: string): { word: string; row: string } {
  return { word: cure.match(/“([^”]*)”/)?.[1] ?? '', row: cure.match(/^Row (\d+)/)?.[1] ?? '' }
}

/** Message keys below `districts.refused.cure`, the closest first: the same reason may mean another thing in another file. */
export const cures = (refused: Refused): string[] => [`${refused.reason}-${refused.file.split('.')[0]}`, refused.reason]

/** Reasons of a file, the most frequent first. */
export const reasons = (file: ImportedFile): [string, number][] => Object.entries(file.byReason).sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
