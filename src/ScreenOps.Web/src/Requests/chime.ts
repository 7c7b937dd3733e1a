import { ref } from 'vue'

const Stored = 'screenops.alerts'

/** Whether new alerts are heard. Off until somebody wants it: a room of people hears every screen. */
export const chimes = ref(localStorage.getItem(`${Stored}.sound`) === 'on')

/** Whether single letters act on alerts; who dictates or holds a key by chance switches them off. */
export const letters = ref(localStorage.getItem(`${Stored}.keys`) !== 'off')

export function switchChimes(): void {
  chimes.value = !chimes.value
  localStorage.setItem(`${Stored}.sound`, chimes.value ? 'on' : 'off')
  chime(false)
}

export function switchLetters(): void {
  letters.value = !letters.value
  localStorage.setItem(`${Stored}.keys`, letters.value ? 'on' : 'off')
}

let air: AudioContext | null = null

/** Two soft tones; three higher ones for the worst. */
export function chime(worst: boolean): void {
  if (!chimes.value) return
  air ??= new AudioContext()
  const tones = worst ? [880, 1175, 880] : [660, 880]
  tones.forEach((pitch, at) => {
    const [tone, volume, from] = [air!.createOscillator(), air!.createGain(), air!.currentTime + at * 0.18]
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(worst ? 0.25 : 0.12, from)
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.16)
    tone.connect(volume).connect(air!.destination)
    tone.start(from)
    tone.stop(from + 0.17)
  })
}
