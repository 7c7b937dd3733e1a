import { onUnmounted, ref } from 'vue'
import { stepped } from './touch'

/** What a finger that stays counts, and after how many milliseconds. */
export const steps = [{ n: 5, after: 500 }, { n: 10, after: 1200 }] as const

/** A click that belongs to a finger comes within so many milliseconds of its lifting. */
const Echo = 700

/**
 * A tile under a thumb: a tap counts one, a finger that stays five, then ten, when it lifts; one that slides off counts nothing. Each finger counts by itself, since two thumbs
 * in turn overlap and a browser makes a click of one of them only. Keys and screen readers make clicks alone, and count one.
 */
export function useHold(count: (n: number) => void) {
  /** What lifting would count: 0 while that is no more than a tap. */
  const held = ref(0)
  const fingers = new Set<number>()
  let timers: number[] = []
  let lifted = -Infinity

  function press(event: PointerEvent) {
    if (event.button !== 0) return
    // A finger is held by what it pressed; released, it leaves the tile when it slides off, and lifts elsewhere.
    const tile = event.currentTarget as Element
    if (tile.hasPointerCapture(event.pointerId)) tile.releasePointerCapture(event.pointerId)
    fingers.add(event.pointerId)
    if (fingers.size === 1) timers = steps.map(step => window.setTimeout(() => { held.value = step.n; stepped() }, step.after))
  }
  function lift(event: PointerEvent) {
    if (!fingers.has(event.pointerId)) return
    const n = fingers.size === 1 && held.value || 1
    leave(event)
    lifted = event.timeStamp
    count(n)
  }
  function leave(event: PointerEvent) {
    if (fingers.delete(event.pointerId) && fingers.size === 0) drop()
  }
  function click(event: MouseEvent) {
    if (event.timeStamp - lifted > Echo) count(1)
  }
  /** A key that stays down is one tap, not thirty a second. */
  function key(event: KeyboardEvent) {
    if (event.repeat) event.preventDefault()
  }
  function drop() {
    fingers.clear()
    timers.forEach(timer => window.clearTimeout(timer))
    held.value = 0
  }
  onUnmounted(drop)
  return { held, drop, on: { pointerdown: press, pointerup: lift, pointerleave: leave, pointercancel: leave, click, keydown: key, contextmenu: (event: Event) => event.preventDefault() } }
}
