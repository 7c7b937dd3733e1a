import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { ApiError, ask } from '../api/http'
import { refusal } from '../ui/asking'
import { eventFrom, eventsOf, minutesTo, queueLine, reelOf, statesAt, type Reel, type ReplayHead, type ReplayPage } from './replay'
import { join, type SiteInfo } from './state'

export const speeds = [1, 10, 30, 60, 120] as const

const [Tick, More, AtOnce] = [100, 15_000, 4]

interface Shift { ends: string }

/**
 * Looking back at a round: which one and which minute stand in the address, so a look can be handed on. The hours are read once; a minute is then a look away.
 */
export function useReplay() {
  const [route, router] = [useRoute(), useRouter()]
  const round = computed(() => Number(route.query['replay']) || null)
  const on = computed(() => round.value !== null)
  const head = shallowRef<ReplayHead | null>(null)
  const reel = shallowRef<Reel | null>(null)
  const infos = shallowRef<SiteInfo[]>([])
  const shifts = shallowRef<Shift[]>([])
  const fault = shallowRef<ApiError | null>(null)
  const at = ref(0)
  const playing = ref(false)
  const speed = ref<number>(60)
  let [timer, more, last] = [0, 0, 0]

  const minute = computed(() => Math.floor(at.value / 60_000))
  const state = computed(() => fault.value && !reel.value ? fault.value.status === 403 ? 'forbidden' : fault.value.status === 404 ? 'missing' : 'failed'
    : !reel.value ? 'loading' : reel.value.last < reel.value.first ? 'missing' : 'ready')
  const rows = computed(() => reel.value ? join(new Map(statesAt(reel.value, minute.value).map(s => [s.site, s])), infos.value) : [])
  const queue = computed(() => reel.value ? queueLine(reel.value) : [])
  const events = computed(() => reel.value ? eventsOf(reel.value) : [])
  const minutes = (site: string | null) => reel.value ? minutesTo(reel.value, minute.value, site) : []

  async function load(id: number) {
    window.clearTimeout(more)
    try {
      const told = await ask<ReplayHead>(`board/replay?round=${id}`)
      const hours: number[] = []
      for (let hour = Math.floor(told.first / 60); told.last >= told.first && hour <= Math.floor(told.last / 60); hour++) hours.push(hour)
      const pages: ReplayPage[] = []
      for (let from = 0; from < hours.length; from += AtOnce) pages.push(...await Promise.all(hours.slice(from, from + AtOnce).map(hour => ask<ReplayPage>(`board/replay/${hour}?round=${id}`))))
      if (head.value === null) await describe(id)
      if (round.value !== id) return
      ;[head.value, reel.value, fault.value] = [told, reelOf(told, pages), null]
      if (at.value === 0) go(Number(route.query['at']) || (told.open ? told.last : reel.value.from))
    } catch (e) {
      fault.value = refusal(e)
    }
    if (round.value === id && head.value?.open !== false) more = window.setTimeout(() => void load(id), More)
  }
  async function describe(id: number) {
    const [sites, plan] = await Promise.all([ask<SiteInfo[]>(`sites?round=${id}`), ask<{ shifts: Shift[] }>(`rounds/${id}`)])
    ;[infos.value, shifts.value] = [sites, plan.shifts]
  }

  /** To a minute, within the round. */
  function go(to: number) {
    if (reel.value) at.value = Math.min(reel.value.last, Math.max(reel.value.from, to)) * 60_000
  }
  const step = (by: number) => { pause(); go(minute.value + by) }
  function jump(way: 1 | -1) {
    pause()
    const to = eventFrom(events.value, minute.value, way)
    if (to !== null) go(to)
  }
  function play() {
    if (!reel.value || playing.value) return
    if (minute.value >= reel.value.last) go(reel.value.from)
    playing.value = true
    last = performance.now()
    timer = window.setInterval(advance, Tick)
  }
  function advance() {
    const [now, end] = [performance.now(), (reel.value?.last ?? 0) * 60_000]
    at.value = Math.min(end, at.value + (now - last) * speed.value)
    last = now
    if (at.value >= end) pause()
  }
  function pause() {
    window.clearInterval(timer)
    playing.value = false
  }
  const enter = (id: number) => void router.push({ query: { ...route.query, replay: id } })
  function leave() {
    pause()
    const query = { ...route.query }
    delete query['replay']
    delete query['at']
    void router.push({ query })
  }

  watch(round, id => {
    pause()
    window.clearTimeout(more)
    ;[head.value, reel.value, fault.value, at.value] = [null, null, null, 0]
    if (id !== null) void load(id)
  }, { immediate: true })
  // While it plays the address stays; where it stops can be handed on.
  watch([minute, playing], () => {
    if (!playing.value && on.value && reel.value && Number(route.query['at']) !== minute.value) void router.replace({ query: { ...route.query, at: minute.value } })
  })
  onUnmounted(() => { pause(); window.clearTimeout(more) })

  return { on, round, head, reel, state, fault, at, minute, rows, shifts, queue, events, minutes, playing, speed, play, pause, step, jump, go, enter, leave, again: () => { if (round.value) void load(round.value) } }
}

export type Replay = ReturnType<typeof useReplay>
