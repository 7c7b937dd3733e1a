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

/** Tells the hand in the glove, and the ear when wanted, that a tap was taken. */
export function felt(): void {
  navigator.vibrate?.(15)
  if (!sound.value) return
  air ??= new AudioContext()
  const [tone, volume, now] = [air.createOscillator(), air.createGain(), air.currentTime]
  tone.frequency.value = 1200
  volume.gain.setValueAtTime(0.2, now)
  volume.gain.exponentialRampToValueAtTime(0.001, now + 0.06)
  tone.connect(volume).connect(air.destination)
  tone.start(now)
  tone.stop(now + 0.06)
}
