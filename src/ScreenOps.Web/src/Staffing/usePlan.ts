import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '../api/http'
import { byNeed, orderBack, type Place, type Plan, type SeatOrder } from './plan'

/** Why something did not happen: the server's own name for it, and its words. */
export interface Fault { reason: string; text: string; status: number }

const faultOf = (e: unknown): Fault => e instanceof ApiError
  ? { reason: e.reason ?? '', text: e.status === 0 ? '' : e.detail || e.title, status: e.status } : { reason: '', text: String(e), status: -1 }

/** A round's plan and what is done to it; one thing at a time. */
export function usePlan(round: () => number) {
  const plan = shallowRef<Plan | null>(null)
  const loadFault = shallowRef<Fault | null>(null)
  const fault = shallowRef<Fault | null>(null)
  const busy = ref<'load' | 'make' | 'publish' | 'seat' | null>(null)
  const undo = shallowRef<SeatOrder | null>(null)
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
    loadFault.value = fault.value = undo.value = null
    try {
      show(await ask<Plan>(path(), { signal: mine.signal }), true)
    } catch (e) {
      if (!mine.signal.aborted) loadFault.value = faultOf(e)
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
      fault.value = faultOf(e)
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

  async function make() {
    if (await change('make', () => ask<Plan>(path() + versioned(), { method: 'POST' }))) undo.value = null
  }

  async function publish() {
    if (await change('publish', () => ask<Plan>(`${path()}/publish${versioned()}`, { method: 'POST' }))) undo.value = null
  }

  const put = (seat: SeatOrder) => change('seat', () => ask<Plan>(`${path()}/seats`, { method: 'PUT', body: { ...seat, version: plan.value?.version } }))

  async function set(place: Place, member: string | null, locked = true) {
    if (!plan.value) return
    const back = orderBack(plan.value, place)
    if (await put({ ...place, member, locked })) undo.value = back
  }

  async function takeBack() {
    const back = undo.value
    if (back && await put(back)) undo.value = null
  }

  watch(round, () => { plan.value = null; void load() }, { immediate: true })
  onScopeDispose(() => leaving?.abort())
  const sites = computed(() => order.value.flatMap(code => plan.value?.sites.find(s => s.site === code) ?? []))
  return { plan, sites, loadFault, fault, busy, undo, load, make, publish, set, takeBack }
}
