import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '../api/http'
import { connect } from '../live/connection'
import { refusal } from '../ui/asking'
import { uuid } from '../ui/device'
import type { Asking, DutyAct, EmptySeat, Morning, Person, Repair } from './morning'
import { repairBody } from './morning'

/** The morning of a round: read whole, read again when the server says that something changed for people, and what the command centre does in it. */
export function useMorning(round: () => number) {
  const morning = shallowRef<Morning | null>(null)
  const loadFault = shallowRef<ApiError | null>(null)
  const fault = shallowRef<ApiError | null>(null)
  const busy = ref(false)
  const repair = shallowRef<Repair | null>(null)
  const repairing = ref(false)
  const now = ref(0)
  const lostAt = ref(0)
  let taken = 0
  let reading: Promise<void> | null = null
  let again = false

  async function read() {
    const id = round()
    try {
      const next = await ask<Morning>(`rounds/${id}/morning`)
      if (id !== round()) return
      taken = performance.now()
      morning.value = next
      now.value = next.now
      loadFault.value = null
      if (repair.value && repair.value.version !== next.version) repair.value = null
    } catch (e) {
      loadFault.value = refusal(e)
    }
  }

  /** Reads once more after a reading that has begun: what it was told of may have come later. */
  function load(): Promise<void> {
    if (reading) { again = true; return reading }
    reading = read().finally(() => {
      reading = null
      if (again) { again = false; void load() }
    })
    return reading
  }

  const live = connect<{ now: number; speed: number }, never>({ snapshot() { void load() }, changed() { /* of sites: not shown here */ }, staffing() { void load() }, failed() { lostAt.value = Date.now() } }, 'staffing')
  watch(live.state, (state, before) => { if (state === 'lost' && before === 'live') lostAt.value = Date.now() })
  // What is at risk changes with time alone too.
  const clock = window.setInterval(() => { if (morning.value) now.value = morning.value.now + (performance.now() - taken) * morning.value.speed }, 1000)
  const late = window.setInterval(() => { void load() }, 15_000)

  const ids = new Map<string, string>()
  /** One act at a time; its id is kept until the server has answered. */
  async function act(path: string, body: object, method: 'POST' | 'DELETE' = 'POST'): Promise<boolean> {
    if (busy.value) return false
    const key = path + JSON.stringify(body)
    const id = ids.get(key) ?? uuid()
    ids.set(key, id)
    busy.value = true
    fault.value = null
    try {
      await ask(path, method === 'DELETE' ? { method } : { method, body: { id, ...body } })
      ids.delete(key)
      return true
    } catch (e) {
      fault.value = refusal(e)
      if (fault.value.status > 0 && fault.value.status < 500) ids.delete(key)
      return false
    } finally {
      busy.value = false
      void load()
    }
  }

  const mark = (member: Person, shift: string, what: DutyAct) => act(`rounds/${round()}/duties/mark`, { member: member.id, shift, act: what })
  const begin = (seat: EmptySeat, few: number) => act(`rounds/${round()}/askings`, { site: seat.site, shift: seat.shift, role: seat.role, seat: seat.seat, few })
  const stop = (asking: Asking) => act(`askings/${asking.id}`, {}, 'DELETE')

  /** A sheet with everybody's one-time link, saved as a file; null: there is none, and `fault` says why. */
  async function links(): Promise<string | null> {
    fault.value = null
    try {
      return await ask<string>(`rounds/${round()}/duties/links`, { method: 'POST' })
    } catch (e) {
      fault.value = refusal(e)
      return null
    }
  }

  async function findRepair() {
    repairing.value = true
    fault.value = null
    try {
      repair.value = await ask<Repair>(`rounds/${round()}/repair`, { method: 'POST' })
    } catch (e) {
      fault.value = refusal(e)
    } finally {
      repairing.value = false
    }
  }
  async function takeRepair(): Promise<boolean> {
    const shown = repair.value
    if (!shown || !await act(`rounds/${round()}/repair/take`, repairBody(shown))) return false
    repair.value = null
    return true
  }

  watch(round, () => { morning.value = null; repair.value = null; void load() })
  onScopeDispose(() => { window.clearInterval(clock); window.clearInterval(late); void live.stop() })
  return { morning, now, loadFault, fault, busy, state: live.state, lostAt, load, mark, begin, stop, links, repair, repairing, findRepair, takeRepair }
}
