// How the server begins to say, in English, why a file cannot be used; what stands in each sentence besides goes into words of our own.
const known: [key: string, sentence: RegExp][] = [
  ['empty', / is empty\./], ['large', / has (?<n>\d+) MB; at most/], ['rows', / has more than (?<n>[\d,]+) rows\./], ['twice', / came twice\./], ['quote', /: a quotation mark in row (?<n>\d+) is opened/],
  ['notCsv', / is a workbook and not CSV/], ['noText', / is no text\./], ['encoding', / reads as .* after row (?<n>\d+) come bytes/], ['old', / of the old kind \(\.xls\)/], ['notWorkbook', / is not a workbook,/],
  ['noSheet', / is an archive without a sheet/], ['damaged', / is damaged or was cut off/], ['wide', / has more than (?<n>\d+) columns\./], ['unpacks', / unpacks to more than (?<n>\d+) MB\./],
  ['notGround', / is not a GeoJSON/], ['notJson', / is not JSON from line (?<n>\d+) on/], ['other', / has none of its columns .* with the columns (?<words>.+)\.$/], ['lacks', / lacks the columns? (?<words>.+?)\. Add/],
]

/** The message below `districts.failure` that says the same as the server's sentence; null where there is none. */
export function failure(sentence: string): { key: string; file: string; n: string; words: string } | null {
  for (const [key, pattern] of known) {
    const found = sentence.match(pattern)
    if (found) return { key, file: sentence.slice(0, found.index), n: found.groups?.['n'] ?? '', words: found.groups?.['words'] ?? '' }
  }
  return null
}
