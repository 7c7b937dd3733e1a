import { onScopeDispose, ref } from 'vue'

/** A press becomes a drag when the mouse has moved so far, in pixels, or when a finger rests so long, in ms: a finger that moves at once scrolls. */
const Far = 6, Rest = 350
/** So near to an edge of what scrolls, in pixels, it scrolls by so much a frame. */
const Edge = 40, Step = 10

export interface Dragging {
  begin(): void
  /** The pointer is over this element, or over none. */
  over(element: Element | null): void
  drop(): void
  cancel(): void
}

/** Carries something with mouse, pen or finger; the browser's own drag has no touch and cannot show what would happen. */
export function useDrag(scroller: () => HTMLElement | null) {
  const at = ref<{ x: number; y: number } | null>(null)
  let now: { id: number; x: number; y: number; touch: boolean; begun: boolean; timer: number; work: Dragging } | null = null
  let frame = 0
  // The click which ends a drag is none.
  let dropped = false

  function press(e: PointerEvent, work: Dragging) {
    if (e.button !== 0 || now) return
    const touch = e.pointerType === 'touch'
    now = { id: e.pointerId, x: e.clientX, y: e.clientY, touch, begun: false, timer: touch ? window.setTimeout(begin, Rest) : 0, work }
    dropped = false
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', stop)
    window.addEventListener('keydown', key, true)
    window.addEventListener('touchmove', still, { passive: false })
  }

  function begin() {
    if (!now || now.begun) return
    now.begun = true
    document.body.classList.add('is-carrying')
    at.value = { x: now.x, y: now.y }
    now.work.begin()
    frame = requestAnimationFrame(nudge)
  }

  function move(e: PointerEvent) {
    if (!now || e.pointerId !== now.id) return
    const far = Math.hypot(e.clientX - now.x, e.clientY - now.y) > Far
    if (!now.begun && far) {
      if (now.touch) return end()
      begin()
    }
    if (!now.begun) return
    at.value = { x: e.clientX, y: e.clientY }
    now.work.over(document.elementFromPoint(e.clientX, e.clientY))
  }

  /** Once a finger carries, it does not scroll. */
  function still(e: TouchEvent) { if (now?.begun) e.preventDefault() }

  function up(e: PointerEvent) {
    if (!now || e.pointerId !== now.id) return
    const { begun, work } = now
    end()
    if (!begun) return
    dropped = true
    window.setTimeout(() => { dropped = false }, 0)
    work.drop()
  }

  function stop() {
    const carried = now?.begun ? now.work : null
    end()
    carried?.cancel()
  }

  function key(e: KeyboardEvent) {
    if (e.key !== 'Escape' || !now?.begun) return
    e.preventDefault()
    e.stopPropagation()
    stop()
  }

  function nudge() {
    const box = scroller()?.getBoundingClientRect()
    if (box && at.value && at.value.x >= box.left && at.value.x <= box.right)
      scroller()?.scrollBy(0, at.value.y < box.top + Edge ? -Step : at.value.y > box.bottom - Edge ? Step : 0)
    frame = requestAnimationFrame(nudge)
  }

  function end() {
    if (!now) return
    clearTimeout(now.timer)
    cancelAnimationFrame(frame)
    now = null
    at.value = null
    document.body.classList.remove('is-carrying')
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', stop)
    window.removeEventListener('keydown', key, true)
    window.removeEventListener('touchmove', still)
  }

  onScopeDispose(end)
  return { at, press, wasDrag: () => dropped }
}
