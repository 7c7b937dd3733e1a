import type { Live } from '../live/connection'
import { ApiError, ask } from '../api/http'
import type { CountCommand, CountReceipt } from './commands'

/** Longer than the server's patience, after which it answers Busy itself. */
const Patience = 15_000

/** Sends by the live connection while it stands, else by HTTP; throws when nobody answered. */
export async function send(live: Live, commands: CountCommand[]): Promise<CountReceipt[]> {
  if (live.hub.state === 'Connected') {
    try {
      return await within(live.hub.invoke<CountReceipt[]>('Send', commands))
    } catch {
      // The HTTP answer says why, in a status.
    }
  }
  const reply = await ask<{ receipts: CountReceipt[] }>('counts', { body: { commands }, signal: AbortSignal.timeout(Patience) })
  return reply.receipts
}

function within<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = window.setTimeout(() => reject(new ApiError(0, 'unanswered', '')), Patience)
    work.then(resolve, reject).finally(() => window.clearTimeout(timer))
  })
}

/** The number that the server expects next of this device: a number far ahead is answered with it and not applied. */
export async function expected(site: string): Promise<number> {
  const far: CountCommand = { number: Number.MAX_SAFE_INTEGER, round: 0, site, kind: 'Arrived', n: 1, made: Date.now() }
  const { receipts } = await ask<{ receipts: CountReceipt[] }>('counts', { body: { commands: [far] } })
  const answer = receipts[0]
  if (answer?.outcome !== 'Gap' || !answer.expected) throw new ApiError(503, answer?.reason ?? 'busy', '')
  return answer.expected
}
