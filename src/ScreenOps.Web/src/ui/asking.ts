import { ref, shallowRef } from 'vue'
import { ApiError } from '../api/http'
import { leaveToSignIn } from './signIn'

/** The server's no as a value; whoever is not signed in is led there, and what is no answer of the server is thrown on. */
export function refusal(e: unknown): ApiError {
  if (!(e instanceof ApiError)) throw e
  if (e.status === 401) leaveToSignIn()
  return e
}

/** Why, and what to do, in words. */
export const cure = (t: (key: string) => string, e: ApiError) =>
  e.status === 0 ? t('ui.unreachable') : e.detail || Object.values(e.errors).flat().join(' ') || e.title

/** Reads what a page shows. What was read stays on the screen while it is read anew, also where that fails. */
export function useLoad(read: () => Promise<void>) {
  const state = ref<'loading' | 'ready' | 'failed' | 'forbidden'>('loading')
  const fault = shallowRef<ApiError | null>(null)
  async function load() {
    if (state.value !== 'ready') state.value = 'loading'
    try {
      await read()
      state.value = 'ready'
      fault.value = null
    } catch (e) {
      fault.value = refusal(e)
      if (state.value !== 'ready') state.value = fault.value.status === 403 ? 'forbidden' : 'failed'
    }
  }
  return { state, fault, load }
}

/** One change at a time; `act` says whether it was made. */
export function useAct() {
  const busy = ref(false)
  const fault = shallowRef<ApiError | null>(null)
  async function act(work: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    fault.value = null
    try {
      await work()
      return true
    } catch (e) {
      fault.value = refusal(e)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, fault, act }
}
