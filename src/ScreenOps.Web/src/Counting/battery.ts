import { ref } from 'vue'

interface Battery extends EventTarget { level: number; charging: boolean }

/** From here on it lasts for minutes. */
const Low = 0.2

/** The battery in percent while it is low and not charging, where the browser tells of it; else null. */
export function useBattery() {
  const low = ref<number | null>(null)
  const look = (of: Battery) => { low.value = !of.charging && of.level <= Low ? Math.round(of.level * 100) : null }
  void (navigator as { getBattery?(): Promise<Battery> }).getBattery?.().then(of => {
    look(of)
    for (const change of ['levelchange', 'chargingchange']) of.addEventListener(change, () => look(of))
  }).catch(() => undefined)
  return low
}
