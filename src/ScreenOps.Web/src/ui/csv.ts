export type Cell = string | number | boolean | null | undefined

/** What a spreadsheet takes as a formula is shown to it as text. */
const formula = /^[=+@\t\r]|^-(?![\d.]+$)/

function cell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = formula.test(String(value)) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** RFC 4180, UTF-8 with the mark at its begin by which Excel knows it. */
export const csvOf = (head: readonly string[], rows: readonly (readonly Cell[])[]) => '\uFEFF' + [head, ...rows].map(row => row.map(cell).join(',')).join('\r\n') + '\r\n'

/** Gives a file that was made here to the browser to be kept. */
export function saveText(name: string, text: string, type = 'text/csv;charset=utf-8') {
  const url = URL.createObjectURL(new Blob([text], { type }))
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  URL.revokeObjectURL(url)
}
