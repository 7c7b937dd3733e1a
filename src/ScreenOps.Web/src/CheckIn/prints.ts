import { problemOf } from '../api/http'

export interface PrintPlace { village: string; grid: string; residents: number }
export interface PrintShown { id: string; by: string; village: string; grid: string; household: string; people: number; complete: boolean; made: string }
/** `qr`: a PNG in base64. */
export interface PassCard { name: string; village: string; grid: string; household: string; door: string; tail: string; expires: string; qr: string }
export interface PrintFilter { village: string; grid: string; household: string }

/** Cards on an A4 sheet, two beside each other. */
export const PerSheet = 10
export const sheets = (people: number) => Math.ceil(people / PerSheet)

/** Splits what comes in at line ends; what is after the last one waits for more. */
export function* lines(kept: { rest: string }, text: string): Generator<string> {
  const parts = (kept.rest + text).split('\n')
  kept.rest = parts.pop() ?? ''
  for (const part of parts) if (part !== '') yield part
}

/**
 * The cards as the server makes them, some hundred at a time. Aborting the signal ends the print on the server too. Where the server is the faster one, what came is
 * read without a task of its own in between: after each part the page has its turn, or nobody could see how far it is, and cancel.
 */
export async function* printed(id: string, filter: PrintFilter, signal: AbortSignal): AsyncGenerator<PassCard[]> {
  const answer = await fetch('/api/v1/passes/prints', { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json', 'X-ScreenOps': '1' }, body: JSON.stringify({ id, ...filter }), signal })
  if (!answer.ok || !answer.body) throw problemOf(answer.status, answer.statusText, name => answer.headers.get(name), await answer.text())
  const [reader, decoder, kept] = [answer.body.getReader(), new TextDecoder(), { rest: '' }]
  for (let part = await reader.read(); !part.done; part = await reader.read())
    for (const line of lines(kept, decoder.decode(part.value, { stream: true }))) {
      yield JSON.parse(line) as PassCard[]
      await new Promise<void>(resolve => { setTimeout(resolve) })
    }
}

export interface CardWords { household: (number: string) => string; until: (date: string) => string; tail: (digits: string) => string; how: string; district: string }

/** Adds cards to sheets of ten, the last of which may be begun already. Plain elements: 20,000 cards need no watching. */
export function lay(onto: HTMLElement, cards: readonly PassCard[], words: CardWords): void {
  for (const card of cards) {
    let sheet = onto.lastElementChild
    if (!sheet || sheet.childElementCount === PerSheet) sheet = onto.appendChild(element('article', 'pass-sheet'))
    const one = element('section', 'pass-card'), said = element('div', 'said')
    const picture = element('img', '')
    picture.src = `data:image/png;base64,${card.qr}`
    picture.alt = ''
    said.append(element('b', 'name', card.name), element('span', 'home', words.household(card.household)), element('span', 'home', [card.village, card.grid, card.door].filter(Boolean).join(' ')),
      element('span', 'how', words.how), element('span', 'end', `${words.until(card.expires.slice(0, 10))}　${words.tail(card.tail)}`))
    one.append(picture, said)
    sheet.append(one)
  }
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, kind: string, text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  if (kind) made.className = kind
  if (text) made.textContent = text
  return made
}
