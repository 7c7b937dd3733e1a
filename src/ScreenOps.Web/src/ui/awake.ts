import { onUnmounted } from 'vue'

/** Keeps this device's screen on while the page is looked at, where the browser can; it refuses on a battery that is nearly empty. */
export function useAwake(): void {
  let lock: WakeLockSentinel | null = null
  let stopped = false

  async function stay() {
    if (document.hidden || stopped || (lock && !lock.released)) return
    lock = await navigator.wakeLock?.request('screen').catch(() => null) ?? null
    if (stopped) void lock?.release()
  }
  document.addEventListener('visibilitychange', stay)
  void stay()
  onUnmounted(() => {
    stopped = true
    document.removeEventListener('visibilitychange', stay)
    void lock?.release()
  })
}
