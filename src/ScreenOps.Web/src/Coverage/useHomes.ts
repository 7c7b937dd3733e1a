import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ask } from '../api/http'
import { usePoll } from '../live/poll'
import { useAct } from '../ui/asking'
import { say } from '../ui/toast'
import type { Heard, HomePerson, Homes } from './coverage'

/** A grid's doors, read again and again while the page is looked at, and what is said of people. The grid of a grid worker is the server's to know. */
export function useHomes(round: () => number | null, grid: () => { village: string; grid: string } | null) {
  const { t } = useI18n()
  const wanted = computed(() => round() !== null)
  const path = () => `rounds/${round()}/homes${grid() ? `?${new URLSearchParams(grid()!)}` : ''}`
  const { value, state, again } = usePoll<Homes>(path, 10_000, wanted)
  const { busy, fault, act } = useAct()
  const failed = ref(false)
  const put = (person: HomePerson, heard: Heard | null) => ask(`rounds/${round()}/homes/${person.id}`, { method: 'PUT', body: { heard } })

  async function hear(person: HomePerson, heard: Heard | null) {
    const before = person.heard
    failed.value = !await act(() => put(person, heard).then(() => {}))
    if (failed.value) return
    await again()
    say(heard ? t('coverage.saying', { name: person.name, what: t(`coverage.heard.${heard}`) }) : t('coverage.taken', { name: person.name }), async () => {
      await put(person, before)
      await again()
    })
  }
  return { homes: value, state, again, busy, fault, failed, hear }
}
