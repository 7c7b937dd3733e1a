import { onMounted, onUnmounted } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

/** While something is not saved, leaving for another page is refused with a word why, and the browser asks before it closes the page. */
export function useUnsaved(dirty: () => boolean, warn: () => void) {
  const keep = (e: BeforeUnloadEvent) => { if (dirty()) e.preventDefault() }
  onMounted(() => window.addEventListener('beforeunload', keep))
  onUnmounted(() => window.removeEventListener('beforeunload', keep))
  onBeforeRouteLeave(() => {
    if (dirty()) warn()
    return !dirty()
  })
}
