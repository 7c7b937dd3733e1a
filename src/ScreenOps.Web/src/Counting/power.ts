import { onUnmounted, ref } from 'vue'

interface Battery extends EventTarget { level: number; charging: boolean }

/** From here on it lasts for minutes. */
const Low = 0.2

/** Keeps the screen on, and watches the battery where the browser tells of it. */
export function usePower() {
  /** Percent, while it is low and not charging. */
  const low = ref<number | null>(null)
  let awake: WakeLockSentinel | null = null
  let stopped = false

  async function stay() {
    if (document.hidden || stopped || (awake && !awake.released)) return
    // Refused on a battery that is nearly empty, and where the browser cannot.
    awake = await navigator.wakeLock?.request('screen').catch(() => null) ?? null
    if (stopped) void awake?.release()
  }
  document.addEventListener('visibilitychange', stay)
  void stay()

  const battery = (navigator as { getBattery?(): Promise<Battery> }).getBattery?.()
  const look = (of: Battery) => { low.value = !of.charging && of.level <= Low ? Math.round(of.level * 100) : null }
  void battery?.then(of => {
    look(of)
    for (const change of ['levelchange', 'chargingchange']) of.addEventListener(change, () => look(of))
  }).catch(() => undefined)

  onUnmounted(() => {
    stopped = true
    document.removeEventListener('visibilitychange', stay)
    void awake?.release()
  })
  return { low }
}
