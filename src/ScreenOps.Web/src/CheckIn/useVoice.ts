import { onMounted, onUnmounted, ref } from 'vue'
import type { Call } from './desk'

const Kept = 'screenops.display.voice'
/** Calls that wait to be said; older ones are left out, since they stand on the screen. */
const Most = 3

/** Says calls in Chinese by the browser's own voice. Browsers speak only after somebody touched the page once. */
export function useVoice(words: (number: number, lane: number, priority: boolean) => string) {
  const speech = 'speechSynthesis' in window ? window.speechSynthesis : null
  const on = ref(localStorage.getItem(Kept) !== 'off')
  const missing = ref(false)
  const asleep = ref(false)
  const chinese = () => speech?.getVoices().find(voice => /^zh([-_]CN)?/i.test(voice.lang)) ?? null
  let looked = 0

  function look() { missing.value = chinese() === null }
  function call(one: Call) {
    if (!on.value || !speech || !chinese() || (speech.pending && looked >= Most)) return
    looked = speech.pending ? looked + 1 : 0
    const said = new SpeechSynthesisUtterance(words(one.priority ?? one.ticket, one.lane, one.priority !== null))
    said.lang = 'zh-CN'
    said.voice = chinese()
    said.rate = 0.9
    said.onerror = event => { if (event.error === 'not-allowed') asleep.value = true }
    said.onstart = () => { asleep.value = false }
    speech.speak(said)
  }
  function toggle() {
    on.value = asleep.value || !on.value
    asleep.value = false
    localStorage.setItem(Kept, on.value ? 'on' : 'off')
    if (!on.value) speech?.cancel()
  }
  onMounted(() => {
    look()
    speech?.addEventListener('voiceschanged', look)
    // Until then nothing can be said; the button shows it.
    asleep.value = on.value && !missing.value && navigator.userActivation?.hasBeenActive === false
  })
  onUnmounted(() => speech?.removeEventListener('voiceschanged', look))
  return { on, missing, asleep, call, toggle }
}
