/** Codes that a site's screen shows one after the other; `from` in unix milliseconds on the server's clock. */
export interface PresenceShown { from: number; url: string; qr: string }
export interface PresenceScreen { required: boolean; site: string; siteName: string; district: string; now: number; stepSeconds: number; codes: PresenceShown[] }

/** The code of a moment on the server's clock; null: those that were fetched are over. */
export function codeAt(screen: PresenceScreen, now: number): PresenceShown | null {
  const code = screen.codes.findLast(one => one.from <= now) ?? null
  return code && now < code.from + screen.stepSeconds * 1000 ? code : null
}

/** Fetched anew before half of them are over. */
export const wantsMore = (screen: PresenceScreen, now: number) => screen.codes.filter(one => one.from > now).length < screen.codes.length / 2

/**
 * The server's clock as this screen knows it. It is carried on by a clock that nobody sets (performance.now), so a device whose own is off, or is put right
 * meanwhile, shows the code of the moment all the same. `asked` and `told`: when the answer was asked for and came; the server read its clock in between.
 */
export function serverClock(now: number, asked: number, told: number): (at: number) => number {
  const read = now - (asked + told) / 2
  return at => at + read
}
