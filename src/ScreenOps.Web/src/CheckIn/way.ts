import { onUnmounted, ref, shallowRef, watch, type Ref } from 'vue'
import { ApiError, ask } from '../api/http'
import type { MapPlace } from '../Sites/maps'

/** A better site, with those counted in who were sent there. Moments are unix milliseconds on the round's clock. */
export interface WayShown extends MapPlace { site: string; name: string; address: string; km: number; walk: number; low: number; high: number; reportedAt: number; now: number; until: number }

/** Less than so many minutes of waiting is not worth asking. */
export const WorthAsking = 10
const AgainAfter = 60_000

/** Made once for a visit, so that a page that is opened anew is counted once. */
export function asker(kept: Pick<Storage, 'getItem' | 'setItem'> | null, code: string): string {
  const key = `screenops.asker.${code}`
  const held = kept?.getItem(key)
  if (held) return held
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const id = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  kept?.setItem(key, id)
  return id
}

function session(): Storage | null {
  try {
    return sessionStorage
  } catch {
    return null
  }
}

/** Asks for the way while it is wanted: at once, when the last answer is over, and every minute while there was none. @param wait the least minutes that are still to wait here; null: the site takes nobody */
export function useWay(path: string, code: string, rehearsal: boolean, wanted: Ref<boolean>, wait: Ref<number | null>) {
  const way = shallowRef<WayShown | null>(null)
  const taken = ref(0)
  let next = 0
  let busy = false

  async function look() {
    if (!wanted.value || busy || document.hidden || Date.now() < next) return
    busy = true
    try {
      const told = await ask<WayShown | undefined>(path, { body: { asker: asker(session(), code), ...(wait.value === null ? {} : { wait: wait.value }), ...(rehearsal ? { rehearsal } : {}) }, signal: AbortSignal.timeout(10_000) })
      way.value = told ?? null
      taken.value = Date.now()
      next = taken.value + (told ? Math.max(AgainAfter, told.until - told.now) : AgainAfter)
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof DOMException)) throw error
      next = Date.now() + AgainAfter
    } finally {
      busy = false
    }
  }
  const timer = window.setInterval(() => void look(), 5000)
  watch(wanted, () => void look(), { immediate: true })
  onUnmounted(() => window.clearInterval(timer))
  return { way, taken }
}
