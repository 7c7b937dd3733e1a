import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '../api/http'
import { refusal } from '../ui/asking'
import { byNeed, type Making, type Place, type Plan } from './plan'

/** A round's plan and what is done to it; one thing at a time. */
export function usePlan(round: () => number) {
  const plan = shallowRef<Plan | null>(null)
  const loadFault = shallowRef<ApiError | null>(null)
  const fault = shallowRef<ApiError | null>(null)
  const busy = ref<'load' | 'make' | 'publish' | 'seat' | null>(null)
  // Rows keep their places while seats are set by hand; nothing moves under the pointer.
  const order = shallowRef<string[]>([])
  let leaving: AbortController | null = null

  const path = () => `rounds/${round()}/plan`
  const versioned = () => plan.value ? `?version=${plan.value.version}` : ''

  function show(next: Plan, resort: boolean) {
    const known = new Set(order.value)
    if (resort || next.sites.some(s => !known.has(s.site))) order.value = byNeed(next)
    plan.value = next
  }

  async function load() {
    leaving?.abort()
    const mine = leaving = new AbortController()
    busy.value = 'load'
    loadFault.value = fault.value = null
    try {
      show(await ask<Plan>(path(), { signal: mine.signal }), true)
    } catch (e) {
      if (!mine.signal.aborted) loadFault.value = refusal(e)
    } finally {
      if (leaving === mine) busy.value = null
    }
  }

  /** False: it did not happen, and `fault` says why; after somebody else's change the plan is shown as it is now. */
  async function change(what: 'make' | 'publish' | 'seat', to: () => Promise<Plan>): Promise<boolean> {
    if (busy.value !== null) return false
    const mine = leaving
    busy.value = what
    fault.value = null
    try {
      const next = await to()
      if (leaving === mine) show(next, what === 'make')
      return leaving === mine
    } catch (e) {
      if (leaving !== mine) return false
      fault.value = refusal(e)
      if (fault.value.reason === 'Overtaken') await reread()
      return false
    } finally {
      if (leaving === mine) busy.value = null
    }
  }

  async function reread() {
    try {
      show(await ask<Plan>(path()), false)
    } catch {
      // The fault that is shown already says that the plan changed.
    }
  }

  // The answer comes when the search ends; meanwhile its best plan is asked for, which nobody misses if it cannot be had.
  const making = shallowRef<Making['best']>(null)
  async function watching() {
    const at = path()
    while (busy.value === 'make' && at === path()) {
      await new Promise(done => setTimeout(done, 400))
      try {
        if (busy.value === 'make') making.value = (await ask<Making>(`${at}/making`)).best
      } catch { /* asked again */ }
    }
    making.value = null
  }
  const make = () => {
    const made = change('make', () => ask<Plan>(path() + versioned(), { method: 'POST' }))
    void watching()
    return made
  }
  // One that does not arrive can be pressed again; the search ends by itself too.
  const stop = () => ask(`${path()}/making/stop`, { method: 'POST' }).catch(() => undefined)
  const publish = () => change('publish', () => ask<Plan>(`${path()}/publish${versioned()}`, { method: 'POST' }))

  /** From a seat or the pool to a seat or the pool. */
  const move = (member: string, from: Place | null, to: Place | null) => change('seat', () => ask<Plan>(`${path()}/moves`, { body: { member, from, to, version: plan.value?.version } }))
  /** Whether a plan that is made later leaves the person there. */
  const lock = (place: Place, member: string, locked: boolean) => change('seat', () => ask<Plan>(`${path()}/seats`, { method: 'PUT', body: { ...place, member, locked, version: plan.value?.version } }))
  /** Takes the last change by hand back, to the letter. */
  const undo = () => change('seat', () => ask<Plan>(`${path()}/undo`, { body: { version: plan.value?.version } }))

  watch(round, () => { plan.value = null; void load() }, { immediate: true })
  onScopeDispose(() => leaving?.abort())
  const sites = computed(() => order.value.flatMap(code => plan.value?.sites.find(s => s.site === code) ?? []))
  return { plan, sites, loadFault, fault, busy, making, load, make, stop, publish, move, lock, undo }
}
