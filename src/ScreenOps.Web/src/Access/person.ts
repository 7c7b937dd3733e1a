/** @param name Masked, as the phone is. */
export interface PersonFound { id: string; name: string; phone: string | null; village: string; household: string; walkIn: boolean }

/** What was typed, as the server looks for it; null: neither a whole identity number nor a whole phone. */
export function numberOf(typed: string): { identity: string } | { phone: string } | null {
  const plain = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase().replace(/^\+?86(?=1\d{10}$)/, '')
  return /^\d{17}[\dX]$/.test(plain) ? { identity: plain } : /^1\d{10}$/.test(plain) ? { phone: plain } : null
}
