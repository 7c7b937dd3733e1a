import { shallowRef } from 'vue'
import { refusal } from './asking'
import type { ApiError } from '../api/http'

export interface Toast { text: string; undo: (() => Promise<void>) | null; fault: ApiError | null; busy: boolean }

const Stays = 10_000
const toast = shallowRef<Toast | null>(null)
let timer = 0

function show(next: Toast | null, stays = Stays) {
  window.clearTimeout(timer)
  toast.value = next
  if (next) timer = window.setTimeout(() => { toast.value = null }, stays)
}

/** Tells what was done; with `undo` it can be taken back while it is told. */
export const say = (text: string, undo: (() => Promise<void>) | null = null) => show({ text, undo, fault: null, busy: false })

async function takeBack(said: string) {
  const asked = toast.value
  if (!asked?.undo || asked.busy) return
  show({ ...asked, busy: true }, 60_000)
  try {
    await asked.undo()
    say(said)
  } catch (e) {
    show({ ...asked, busy: false, fault: refusal(e) })
  }
}

export const useToast = () => ({ toast, takeBack, hush: () => show(null) })
