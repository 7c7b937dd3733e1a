import { computed, onMounted, shallowRef } from 'vue'
import { ApiError, ask } from '../api/http'
import { learnZone } from '../Districts/zone'
import { leaveToSignIn } from '../ui/signIn'

export interface Session { name: string; grant: string; district: string; site: string | null; device: string | null; rehearsal: boolean }
export interface Round { id: number; name: string; state: string; rehearsal: boolean; tubeSize: number; speed: number; now: number }
export interface Site { code: string; name: string }

/** What this page was told last, for a start without a network; nothing of it is anybody's. */
interface Held { session: Session; rounds: Round[]; sites: Site[]; readAt: number }
const Held = 'screenops.tubes'

/** Who works here and in which round: the open one, the real one before a rehearsal; else the last that was closed, whose tubes are still on their way. */
export function usePlace() {
  const session = shallowRef<Session | null>(null)
  const rounds = shallowRef<Round[]>([])
  const sites = shallowRef<Site[]>([])
  const fault = shallowRef<ApiError | null>(null)
  let readAt = Date.now()
  const open = (rehearsal: boolean) => rounds.value.find(r => r.state === 'Open' && r.rehearsal === rehearsal)
  const round = computed(() => {
    const rehearses = session.value?.rehearsal ?? false
    return open(rehearses) ?? (session.value?.device ? null : open(true)) ?? rounds.value.find(r => r.state === 'Closed' && r.rehearsal === rehearses) ?? null
  })
  const name = (code: string) => sites.value.find(s => s.code === code)?.name ?? code
  /** Milliseconds on the round's clock. */
  const now = () => round.value ? round.value.now + (Date.now() - readAt) * round.value.speed : Date.now()

  async function enter() {
    fault.value = null
    try {
      session.value = await ask<Session>('session')
      rounds.value = await ask<Round[]>('rounds')
      void learnZone()
      readAt = Date.now()
      sites.value = (await ask<Site[]>('sites')).map(({ code, name }) => ({ code, name }))
      localStorage.setItem(Held, JSON.stringify({ session: session.value, rounds: rounds.value, sites: sites.value, readAt } satisfies Held))
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      if (e.status === 401) {
        localStorage.removeItem(Held)
        leaveToSignIn()
      }
      const held = e.status === 0 || e.status >= 500 ? JSON.parse(localStorage.getItem(Held) ?? 'null') as Held | null : null
      if (held) [session.value, rounds.value, sites.value, readAt] = [held.session, held.rounds, held.sites, held.readAt]
      else fault.value = e
    }
  }

  onMounted(enter)
  return { session, round, sites, fault, name, now, enter }
}
