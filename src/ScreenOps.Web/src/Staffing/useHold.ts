import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { ApiError, ask } from '../api/http'
import { refusal } from '../ui/asking'
import { bookOf, dropAt, type Effects, type Held, type Over } from './moving'

/** Who is picked up, where they are held, and what letting go there would do: read once as somebody is picked up, for all seats. */
export function useHold(round: () => number) {
  const held = shallowRef<Held | null>(null)
  /** Whether the pointer carries them; else they were picked by a click or a key, and wait for a second one. */
  const dragged = ref(false)
  const over = shallowRef<Over | null>(null)
  const effects = shallowRef<Effects | null>(null)
  const fault = shallowRef<ApiError | null>(null)
  const book = computed(() => effects.value && bookOf(effects.value))
  const drop = computed(() => held.value && over.value ? dropAt(held.value, book.value, over.value) : null)
  let leaving: AbortController | null = null

  async function pick(who: Held, byPointer = false) {
    letGo()
    held.value = who
    dragged.value = byPointer
    const mine = leaving = new AbortController()
    const from = who.from ? `&${new URLSearchParams({ site: who.from.site, shift: who.from.shift, role: who.from.role, seat: String(who.from.seat) })}` : ''
    try {
      const told = await ask<Effects>(`rounds/${round()}/plan/effects?member=${who.id}${from}`, { signal: mine.signal })
      if (leaving === mine) effects.value = told
    } catch (e) {
      if (!mine.signal.aborted) fault.value = refusal(e)
    }
  }

  function letGo() {
    leaving?.abort()
    leaving = null
    held.value = over.value = effects.value = fault.value = null
    dragged.value = false
  }

  onScopeDispose(letGo)
  return { held, dragged, over, effects, book, drop, fault, pick, letGo }
}
