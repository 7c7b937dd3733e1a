import { onUnmounted, ref, shallowRef, watch, type Ref } from 'vue'
import { ApiError, ask } from '../api/http'
import { delay, type PollState } from './poll'

/**
 * A document that the live line says when to read: at once when it is told, one reading at a time, and every so often in any case, since a line may be lost.
 * What was read stays while it is read anew, also where that fails.
 */
export function useTold<T>(path: () => string, told: Ref<number>, every = 30_000) {
  const value = shallowRef<T | null>(null)
  const state = ref<PollState>('loading')
  let failures = 0
  let timer = 0
  let reading = false
  let again = false
  let stopped = false

  async function read(): Promise<void> {
    if (reading) { again = true; return }
    reading = true
    window.clearTimeout(timer)
    try {
      do {
        again = false
        value.value = await ask<T>(path(), { signal: AbortSignal.timeout(10_000) })
      } while (again && !stopped)
      failures = 0
      state.value = 'fresh'
    } catch (e) {
      failures++
      const status = e instanceof ApiError ? e.status : 0
      state.value = status === 404 ? 'missing' : status === 401 || status === 403 ? 'refused' : 'unreachable'
    } finally {
      reading = false
      if (!stopped) timer = window.setTimeout(() => void read(), failures ? delay(failures, Math.random(), 1000) : delay(0, Math.random(), every))
    }
  }

  const wake = () => void read()
  window.addEventListener('online', wake)
  watch([told, path], wake, { immediate: true })
  onUnmounted(() => {
    stopped = true
    window.clearTimeout(timer)
    window.removeEventListener('online', wake)
  })
  return { value, state, again: read }
}
