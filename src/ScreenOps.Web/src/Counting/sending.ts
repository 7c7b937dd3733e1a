import { onUnmounted, ref, shallowRef } from 'vue'
import { ApiError } from '../api/http'
import type { CountCommand, CountReceipt } from './commands'
import type { Keep } from './keep'
import { due, sent, take, unanswered, unsafe, type Outbox } from './outbox'
import { warned } from './touch'

export type Fault = '' | 'storage' | 'signedOut' | 'hole'

const lowest = (box: Outbox) => unsafe(box)[0]?.number ?? Infinity

/** Keeps an outbox on the disk and sends it: one transaction and one batch at a time, until all of it is acknowledged. */
export function useSending(keep: Keep, start: Outbox, send: (commands: CountCommand[]) => Promise<CountReceipt[]>, answered: () => void) {
  const box = shallowRef<Outbox>(unanswered(start))
  const fault = ref<Fault>('')
  let stored = start
  let writing: Promise<void> | null = null
  let pumping = false
  let stopped = false
  let wakeUp: (() => void) | null = null
  /** The first number that is not on the disk. */
  const kept = ref(start.next)
  function unstored() {
    if (fault.value !== 'storage') warned()
    fault.value = 'storage'
  }

  /** Each transaction takes all that changed during the one before. */
  async function flush() {
    try {
      while (stored !== box.value) {
        const [next, before] = [box.value, stored.entries]
        await keep.write(next, before)
        stored = next
        kept.value = next.next
      }
      if (fault.value === 'storage') fault.value = ''
    } finally {
      writing = null
    }
  }
  // One with nothing to write would end before it is remembered, and be remembered for good: then nothing more reached the disk.
  const write = () => writing ?? (stored === box.value ? Promise.resolve() : writing = flush())

  const nap = (attempt: number) => new Promise<void>(resolve => {
    const timer = window.setTimeout(resolve, Math.min(15_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2))
    wakeUp = () => { window.clearTimeout(timer); resolve() }
  })

  async function pump() {
    if (pumping) return
    pumping = true
    try {
      for (let attempt = 0; !stopped && unsafe(box.value).length > 0;) {
        attempt = await once() ? 0 : attempt + 1
        if (attempt > 0) await nap(Math.min(attempt, 6))
      }
    } finally {
      pumping = false
    }
  }

  /** False: nothing was acknowledged. */
  async function once(): Promise<boolean> {
    try {
      await write()
    } catch {
      unstored()
      return false
    }
    const before = lowest(box.value)
    const batch = due(box.value)
    box.value = sent(box.value, batch.at(-1)?.number ?? 0)
    try {
      const receipts = await send(batch)
      // Not in one statement: what was tapped meanwhile stands in the box by now.
      box.value = take(box.value, receipts)
      fault.value = box.value.hole ? 'hole' : fault.value === 'storage' ? 'storage' : ''
      await write().catch(unstored)
      answered()
    } catch (error) {
      box.value = unanswered(box.value)
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) fault.value = 'signedOut'
    }
    return lowest(box.value) > before
  }

  /** On the disk at once, also while an earlier send is under way; then on its way. */
  function put(next: Outbox) {
    box.value = next
    void write().catch(unstored)
    void pump()
  }
  /** The line may stand again: what waits is tried now. */
  const wake = () => { wakeUp?.(); void pump() }

  /** What is in memory only would go with the page. */
  const stay = (event: BeforeUnloadEvent) => { if (fault.value === 'storage' && box.value.next > kept.value) event.preventDefault() }

  window.addEventListener('online', wake)
  window.addEventListener('beforeunload', stay)
  onUnmounted(() => {
    stopped = true
    window.removeEventListener('online', wake)
    window.removeEventListener('beforeunload', stay)
    wakeUp?.()
  })
  return { box, fault, kept, put, wake, unstored }
}
