import { computed, onMounted, onUnmounted, ref, shallowRef } from 'vue'
import type { Call, SiteCalls } from './desk'
import { useAwake } from '../ui/awake'

export interface Shown { district: string; round: number; roundName: string; rehearsal: boolean; now: number; speed: number; site: string; siteName: string; lanesPlanned: number; calls: SiteCalls }

/** What was called out since; a screen that just began says nothing of what was before it. */
export function news(before: Shown | null, after: Shown): Call[] {
  if (!before || before.round !== after.round) return []
  return after.calls.recent.filter(call => call.state === 'Called' && call.version > before.calls.version).sort((a, b) => a.version - b.version)
}

const Silence = 20_000
const Retry = 3000

/** Follows a site's calls for ever: the line first, and where it breaks, questions until it stands again. The screen stays awake. */
export function useDisplay(site: string, query: URLSearchParams, called: (calls: Call[]) => void) {
  const shown = shallowRef<Shown | null>(null)
  const state = ref<'loading' | 'live' | 'missing' | 'many'>('loading')
  const heard = ref(performance.now())
  const tick = ref(performance.now())
  const path = `/api/v1/public/sites/${encodeURIComponent(site)}/calls`
  const picture = computed(() => shown.value ? `${path}/code?${query}` : '')
  const aged = computed(() => tick.value - heard.value)
  const now = computed(() => shown.value ? shown.value.now + aged.value * shown.value.speed : Date.now())
  let events: EventSource | null = null
  let timers: number[] = []

  function take(next: Shown) {
    const calls = news(shown.value, next)
    if (shown.value && next.round === shown.value.round && next.calls.version < shown.value.calls.version) return
    shown.value = next
    heard.value = tick.value = performance.now()
    state.value = 'live'
    if (calls.length) called(calls)
  }
  function follow() {
    events?.close()
    events = new EventSource(`${path}/live?${query}`)
    events.addEventListener('calls', event => take(JSON.parse((event as MessageEvent<string>).data) as Shown))
    events.onerror = () => void look()
  }
  /** One question; it also tells why the line does not stand. */
  async function look() {
    try {
      const answer = await fetch(`${path}?${query}`, { signal: AbortSignal.timeout(8000) })
      if (answer.ok) take(await answer.json() as Shown)
      else if (answer.status === 404) state.value = 'missing'
      else if (answer.status === 429 && !shown.value) state.value = 'many'
    } catch {
      // The age on the screen tells it.
    }
  }
  /** Browsers give a broken line up for good when the answer is no event stream; it is opened anew. */
  function watch() {
    tick.value = performance.now()
    if (state.value === 'missing') return
    if (events?.readyState === EventSource.CLOSED || aged.value > Silence) follow()
  }

  useAwake()
  onMounted(() => {
    follow()
    timers = [window.setInterval(watch, Retry), window.setInterval(() => { tick.value = performance.now() }, 1000)]
  })
  onUnmounted(() => {
    events?.close()
    timers.forEach(timer => window.clearInterval(timer))
  })
  return { shown, state, aged, now, picture }
}
