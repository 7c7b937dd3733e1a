import { ask } from '../api/http'
import type { CountReceipt } from './commands'
import { due, take, unsafe } from './outbox'
import { remembered } from './session'

const Patience = 15_000

/**
 * Sends what this tablet has not sent yet, under the enrolment that it was tapped under: a code for another site ends that one, and taps of the old site would be
 * refused as another site's. What cannot be sent stays kept, and is told as refused later on.
 */
export async function sendWaiting(): Promise<void> {
  const who = await remembered()
  if (!who) return
  let box = await who.keep.read()
  for (let before = Infinity; unsafe(box).length > 0 && unsafe(box).length < before;) {
    before = unsafe(box).length
    const { receipts } = await ask<{ receipts: CountReceipt[] }>('counts', { body: { commands: due(box) }, signal: AbortSignal.timeout(Patience) })
    const next = take(box, receipts)
    await who.keep.write(next, box.entries)
    box = next
  }
}
