import { ref } from 'vue'

const Stored = 'screenops.sound'

/** Whether a tap is heard; it is always felt, where the device can. */
export const sound = ref(localStorage.getItem(Stored) === 'on')

export function switchSound(): void {
  sound.value = !sound.value
  localStorage.setItem(Stored, sound.value ? 'on' : 'off')
  felt()
}

let air: AudioContext | null = null

function tone(pitch: number, seconds: number): void {
  if (!sound.value) return
  air ??= new AudioContext()
  // A device that slept puts its sound to sleep too.
  if (air.state === 'suspended') void air.resume().catch(() => undefined)
  const [wave, volume, now] = [air.createOscillator(), air.createGain(), air.currentTime]
  wave.frequency.value = pitch
  volume.gain.setValueAtTime(0.2, now)
  volume.gain.exponentialRampToValueAtTime(0.001, now + seconds)
  wave.connect(volume).connect(air.destination)
  wave.start(now)
  wave.stop(now + seconds)
}

/** Tells the hand in the glove, and the ear when wanted, that a tap was taken. */
export function felt(): void {
  navigator.vibrate?.(15)
  tone(1200, 0.06)
}

/** That a finger which stays counts more by now. */
export function stepped(): void {
  navigator.vibrate?.(40)
  tone(1600, 0.08)
}

/** That what was tapped could not be kept: longer and lower than anything else. */
export function warned(): void {
  navigator.vibrate?.([150, 80, 150])
  tone(330, 0.4)
}
