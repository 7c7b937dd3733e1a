import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import { ask } from '../api/http'
import { useOffice } from '../Districts/office'
import { connect, roundNow } from '../live/connection'
import { paced } from '../live/pace'
import { begin, described, noRows, take } from './rows'
import { aged, totals, type SiteInfo, type SiteState, type Snapshot } from './state'

interface Shift { code: string; name: string; starts: string; ends: string }

/** The rehearsal that was shown by itself; who goes back to the real round stays there. */
let offered = 0

/** The board of the round that the office looks at: joins, reads the whole, then takes changes. */
export function useBoard() {
  const { round, rehearsal, wantsRehearsal, readRounds, readDistrict } = useOffice()
  const held = shallowRef(noRows)
  const shifts = shallowRef<Shift[]>([])
  const shown = ref<number | null>(null)
  const fault = ref('')
  const now = ref(0)
  const lostAt = ref(0)
  /** Counts the times that requests may have changed. */
  const requestsTold = ref(0)
  const wanted = () => round.value ? `round:${round.value.id}` : 'district'

  const changes = paced<SiteState>(all => { held.value = take(held.value, all.filter(state => state.round === shown.value)) })
  const live = connect<Snapshot, SiteState>({
    snapshot(whole) {
      shown.value = whole.round
      held.value = begin(whole.sites, held.value.book)
      fault.value = ''
      requestsTold.value++
      tick()
      void describe(whole.round)
    },
    changed: changes.push,
    rounds() { void lookAgain() },
    requests() { requestsTold.value++ },
    failed(reason) { fault.value = reason },
  }, wanted())

  /** Names, places and hours: they change by hand only, so a snapshot or a change to the rounds is when to look; the first time without waiting for either. */
  async function describe(id: number) {
    try {
      const [sites, plan] = await Promise.all([ask<SiteInfo[]>(`sites?round=${id}`), id > 0 ? ask<{ shifts: Shift[] }>(`rounds/${id}`) : { shifts: [] }])
      if (shown.value === null || shown.value === id) [held.value, shifts.value] = [described(held.value, sites), plan.shifts]
    } catch (error) {
      told(error)
    }
  }
  async function lookAgain() {
    try {
      await Promise.all([readRounds(), readDistrict()])
      if (shown.value !== (round.value?.id ?? 0)) await live.watch(wanted())
      else if (shown.value) await describe(shown.value)
    } catch (error) {
      told(error)
    }
  }
  function told(error: unknown) { fault.value = error instanceof Error ? error.message : String(error) }
  function tick() { if (live.clock.value) now.value = roundNow(live.clock.value) }

  const rows = computed(() => aged(held.value.all, now.value))
  const summary = computed(() => totals(rows.value, now.value))
  const quiet = computed(() => rows.value.length > 0 && rows.value.every(row => row.reportedAt === 0))

  if (round.value) void describe(round.value.id)
  watch(wanted, scope => void live.watch(scope))
  watch(live.state, (state, before) => { if (state === 'lost' && before === 'live') lostAt.value = now.value })
  // A rehearsal that begins while nothing real has happened is what people came to see.
  watch([rehearsal, quiet], ([running, nothingYet]) => {
    if (!running || !nothingYet || running.id === offered) return
    offered = running.id
    wantsRehearsal.value = true
  })

  const timer = window.setInterval(tick, 1000)
  onUnmounted(() => { window.clearInterval(timer); changes.stop(); void live.stop() })
  return { rows, summary, told: requestsTold, shifts, now, shown, fault, lostAt, state: live.state }
}
