import { onUnmounted, ref, shallowRef, watchEffect, type Ref } from 'vue'

/** `missing`: there is no such site or round. `refused`: whoever asks is not signed in, or has no right to it. `unreachable`: no answer; what is shown is older. */
export type PollState = 'loading' | 'fresh' | 'missing' | 'refused' | 'unreachable'

/** Milliseconds to the next question: `every` while answers come, twice as long after each failure up to a minute; spread by a fifth. */
export const delay = (failures: number, dice: number, every = 5000) => Math.min(60_000, every * 2 ** Math.min(failures, 8)) * (0.9 + dice / 5)

/** Asks for a document again and again while the page is looked at and `wanted`; an answer that did not change costs a status line. */
export function usePoll<T>(path: () => string, every = 5000, wanted: Ref<boolean> = ref(true)) {
  const value = shallowRef<T | null>(null)
  const state = ref<PollState>('loading')
  const taken = ref(0)
  let tag = ''
  let failures = 0
  let timer = 0
  let stopped = false

  async function once() {
    window.clearTimeout(timer)
    try {
      const answer = await fetch(`/api/v1/${path()}`, { headers: tag ? { 'if-none-match': tag } : {}, signal: AbortSignal.timeout(10_000) })
      if (answer.ok) {
        value.value = await answer.json() as T
        taken.value = Date.now()
        tag = answer.headers.get('etag') ?? ''
      }
      const known = answer.ok || answer.status === 304
      failures = known ? 0 : failures + 1
      state.value = known ? 'fresh' : answer.status === 404 ? 'missing' : answer.status === 401 || answer.status === 403 ? 'refused' : 'unreachable'
    } catch {
      failures++
      state.value = 'unreachable'
    }
    plan()
  }
  function plan() {
    window.clearTimeout(timer)
    if (!stopped && wanted.value && !document.hidden) timer = window.setTimeout(() => void once(), delay(failures, Math.random(), every))
  }
  const seen = () => { if (!document.hidden && wanted.value) void once() }

  document.addEventListener('visibilitychange', seen)
  window.addEventListener('online', seen)
  watchEffect(() => { if (wanted.value) void once() })
  onUnmounted(() => {
    stopped = true
    window.clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('online', seen)
  })
  return { value, state, taken, again: once }
}
