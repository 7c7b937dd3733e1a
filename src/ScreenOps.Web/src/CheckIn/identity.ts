/** What is wrong with an identity number; null: nothing. */
export type IdentityFlaw = 'short' | 'long' | 'letters' | 'date' | 'digit'

/** As people type it: full-width digits, spaces and a small x are taken for what they mean. */
export const tidy = (text: string) => text.normalize('NFKC').replace(/\s/g, '').toUpperCase()

/** The 18th character of a citizen's identity number by GB 11643 (ISO 7064, MOD 11-2) from its first 17 digits. */
export function checkDigit(first17: string): string {
  let sum = 0
  for (let at = 0; at < 17; at++) sum += Number(first17[at]) * (2 ** (17 - at) % 11)
  return '10X98765432'[sum % 11] ?? ''
}

export function identityFlaw(number: string): IdentityFlaw | null {
  if (!/^[0-9]*X?$/.test(number)) return 'letters'
  if (number.length !== 18) return number.length < 18 ? 'short' : 'long'
  if (!date(number.slice(6, 14))) return 'date'
  return checkDigit(number) === number[17] ? null : 'digit'
}

function date(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))]
  const at = new Date(Date.UTC(year, month - 1, day))
  return year >= 1880 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
}
