import { computed, ref } from 'vue'
import { ApiError, ask } from '../api/http'
import { learnZone } from '../Districts/zone'
import { usePoll } from '../live/poll'
import { deviceId, uuid } from '../ui/device'
import { address, type OwnDuty } from './duty'
import { has, t } from './dutySpeak'

export type Gate = 'opening' | 'signIn' | 'in'

/** A member's page: signs in by a link or by hand, then reads the own duty again and again; says and signs what the member does, once. */
export function useDuty() {
  const first = address(window.location)
  window.history.replaceState(null, '', '/duty')
  const gate = ref<Gate>('opening')
  const pending = ref(first.post)
  const fault = ref('')
  const notice = ref('')
  const busy = ref(false)
  const reading = ref(false)
  const poll = usePoll<OwnDuty>(() => 'duty', 8000, reading)
  const view = computed<Gate | 'missing'>(() => poll.state.value === 'refused' ? 'signIn' : poll.state.value === 'missing' ? 'missing' : gate.value === 'in' && !poll.value.value ? 'opening' : gate.value)

  async function open() {
    if (first.link) await signIn('session/code', { code: first.link, device: deviceId() })
    else await enter()
  }

  async function enter() {
    gate.value = 'in'
    reading.value = true
    void learnZone()
    if (poll.state.value === 'refused') await poll.again()
    if (pending.value) await checkIn(pending.value.code, pending.value.site)
  }

  async function signIn(path: string, body: object) {
    busy.value = true
    fault.value = ''
    try {
      await ask(path, { body })
      await enter()
    } catch (e) {
      gate.value = 'signIn'
      fault.value = !(e instanceof ApiError) || e.status === 0 ? t('fault.offline') : e.status === 401 ? t(path === 'session' ? 'wrongPassword' : 'spent') : t('fault.many')
    } finally {
      busy.value = false
    }
  }

  // The id of an act is kept until the server has answered, so that pressing again after a lost answer is the same act.
  const ids = new Map<string, string>()
  /** False: it did not happen, and `fault` says why. */
  async function act(path: string, body: object, said = '', method: 'POST' | 'DELETE' = 'POST'): Promise<boolean> {
    if (busy.value) return false
    const key = path + JSON.stringify(body)
    const id = ids.get(key) ?? uuid()
    ids.set(key, id)
    busy.value = true
    fault.value = notice.value = ''
    try {
      await ask(`duty/${path}`, { method, body: { id, ...body }, signal: AbortSignal.timeout(20_000) })
      ids.delete(key)
      notice.value = said
      return true
    } catch (e) {
      if (e instanceof ApiError && e.status > 0 && e.status < 500) ids.delete(key)
      fault.value = why(e)
      return false
    } finally {
      busy.value = false
      void poll.again()
    }
  }

  async function checkIn(code: string, site: string | null = null) {
    if (!await act('check-ins', { code: code.trim(), site }) && poll.state.value === 'refused') return
    pending.value = null
  }

  async function setPassword(old: string, next: string): Promise<boolean> {
    busy.value = true
    fault.value = ''
    try {
      await ask('session/password', { method: 'PUT', body: { old: old || null, new: next } })
      notice.value = t('passwordSaved')
      return true
    } catch (e) {
      fault.value = e instanceof ApiError && e.status === 400 ? t('wrongPassword') : why(e)
      return false
    } finally {
      busy.value = false
    }
  }

  async function signOut() {
    await ask('session', { method: 'DELETE' }).catch(() => undefined)
    reading.value = false
    poll.value.value = null
    gate.value = 'signIn'
  }

  const hush = () => { fault.value = notice.value = '' }

  void open()
  return { view, duty: poll.value, taken: poll.taken, lost: computed(() => poll.state.value === 'unreachable'), again: poll.again, pending, fault, notice, hush, busy, signIn, act, checkIn, setPassword, signOut }
}

function why(e: unknown): string {
  if (!(e instanceof ApiError) || e.status === 0) return t('fault.offline')
  if (e.status === 429) return t('fault.many')
  return e.reason && has(`fault.${e.reason}`) ? t(`fault.${e.reason}`) : t('fault.other')
}
