import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { ApiError, ask } from '../api/http'
import { useTold } from '../live/told'
import { refusal } from '../ui/asking'
import { uuid } from '../ui/device'
import { learn, newsOf, type Alert, type AlertAct, type AlertDoes, type Alerts, type AlertWhole, type News } from './alerts'

/** The queue of a round: read when the live line says so, acted on one act at a time. */
export function useAlerts(round: () => number, told: Ref<number>, heard: (news: News[]) => void) {
  const base = () => `rounds/${round()}/alerts`
  const read = useTold<Alerts>(base, told)
  const alerts = shallowRef<readonly Alert[]>([])
  const history = shallowRef<{ id: string; acts: AlertAct[] } | null>(null)
  const busy = ref<string | null>(null)
  const fault = shallowRef<ApiError | null>(null)
  let before: readonly Alert[] | null = null
  // One for each act that was not answered: tried again it is the same act.
  const ids = new Map<string, string>()

  watch(read.value, now => {
    if (!now) return
    const news = newsOf(before, now.alerts)
    before = alerts.value = now.alerts
    if (news.length) heard(news)
    if (history.value) void look(history.value.id)
  })

  async function look(id: string): Promise<void> {
    try {
      take(await ask<AlertWhole>(`${base()}/${id}`))
    } catch {
      // The row stands without its history; the next reading tries again.
    }
  }

  function take(whole: AlertWhole) {
    alerts.value = learn(alerts.value, whole.alert)
    history.value = { id: whole.alert.id, acts: whole.history }
  }

  async function act(alert: Alert, does: AlertDoes, minutes: number | null = null): Promise<boolean> {
    if (busy.value) return false
    const key = `${alert.id} ${does} ${minutes}`
    const id = ids.get(key) ?? uuid()
    ids.set(key, id)
    busy.value = alert.id
    fault.value = null
    try {
      take(await ask<AlertWhole>(`${base()}/${alert.id}/acts`, { body: { id, does, minutes } }))
      ids.delete(key)
      return true
    } catch (e) {
      fault.value = refusal(e)
      if (fault.value.status !== 0 && fault.value.status < 500) ids.delete(key)
      void read.again()
      return false
    } finally {
      busy.value = null
    }
  }

  return { alerts, history, busy, fault, act, look, state: read.state, again: read.again, limits: computed(() => ({ take: read.value.value?.longestTake ?? 120, snooze: read.value.value?.longestSnooze ?? 120 })) }
}
