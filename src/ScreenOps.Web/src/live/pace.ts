import { nextTick } from 'vue'

/** How long to rest after work that took `spent`, both in milliseconds: a page that draws changes is busy a quarter of its time at the most. */
export const rest = (spent: number, least = 100) => Math.max(least, 3 * spent)

/**
 * Hands on what is pushed at once after a rest, else all of it together when the rest ends. Changes come up to 25 times a second; a slow machine draws
 * fewer pictures, each as new as any other, and answers whoever taps meanwhile.
 */
export function paced<T>(take: (all: T[]) => void) {
  let gathered: T[] = []
  let resting = false
  let stopped = false

  async function flush() {
    resting = true
    const began = performance.now()
    const all = gathered
    gathered = []
    take(all)
    await nextTick()
    // A timer comes after the layout that the change made.
    setTimeout(() => setTimeout(rested, rest(performance.now() - began)))
  }
  function rested() {
    resting = false
    if (gathered.length > 0) void flush()
  }
  return {
    push(items: readonly T[]) {
      if (stopped) return
      gathered.push(...items)
      if (!resting) void flush()
    },
    stop() {
      stopped = true
      gathered = []
    },
  }
}
