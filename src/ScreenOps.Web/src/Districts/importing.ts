import { computed, ref, shallowRef } from 'vue'
import { ApiError, ask } from '../api/http'
import { upload } from '../api/upload'
import { refusal } from '../ui/asking'
import type { ImportedFile, Refused } from './refused'

/** @see ImportShown of the server: Total is 0 while the file is being read, File null while the import waits for its turn. */
export interface Shown {
  id: string; state: 'Running' | 'Done' | 'Failed'; check: boolean; file: string | null; done: number; total: number
  files: ImportedFile[]; refused: number; firstRefused: Refused[]; error: string | null
}

const Kept = 'screenops.import'
const Between = 400, AfterLoss = 2000

// One import at a time, whatever page is looked at meanwhile.
const sent = ref<number | null>(null)
const shown = shallowRef<Shown | null>(null)
const fault = shallowRef<ApiError | null>(null)
const lost = ref(false)
let sending: AbortController | null = null
let following = ''

async function send(form: FormData, check: boolean) {
  sending = new AbortController()
  ;[sent.value, shown.value, fault.value] = [0, null, null]
  try {
    const { id } = await upload<{ id: string }>(`imports?check=${check}`, form, part => { sent.value = part }, sending.signal)
    sessionStorage.setItem(Kept, id)
    shown.value = { id, state: 'Running', check, file: null, done: 0, total: 0, files: [], refused: 0, firstRefused: [], error: null }
    sent.value = null
    await follow(id)
  } catch (e) {
    if (!(e instanceof DOMException)) fault.value = refusal(e)
  } finally {
    sent.value = null
  }
}

/** Asks how it stands until it has ended; a server that does not answer is asked again. */
async function follow(id: string) {
  following = id
  while (following === id) {
    try {
      shown.value = await ask<Shown>(`imports/${id}`)
      lost.value = false
      if (shown.value.state !== 'Running') return
    } catch (e) {
      if (!(e instanceof ApiError) || (e.status !== 0 && e.status < 500)) throw e
      lost.value = true
    }
    await new Promise(wait => setTimeout(wait, lost.value ? AfterLoss : Between))
  }
}

/** The import that this tab began before it was loaded anew; one that the server has forgotten is nobody's business. */
async function resume() {
  const id = sessionStorage.getItem(Kept)
  if (!id || shown.value || sent.value !== null) return
  try {
    await follow(id)
  } catch (e) {
    if (refusal(e).status === 404) sessionStorage.removeItem(Kept)
    else fault.value = refusal(e)
  }
}

function clear() {
  following = ''
  sessionStorage.removeItem(Kept)
  ;[shown.value, fault.value, lost.value] = [null, null, false]
}

export function useImporting() {
  const busy = computed(() => sent.value !== null || shown.value?.state === 'Running')
  return { sent, shown, fault, lost, busy, send, resume, clear, stop: () => sending?.abort() }
}
