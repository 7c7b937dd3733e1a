import { ref } from 'vue'

/** Whether this page opens without network: `insecure`: browsers allow it over https only. */
export const offline = ref<'asking' | 'ready' | 'insecure' | 'failed'>('asking')

/** Has the service worker keep this page on the disk, with what it loads later on. */
export function stayWithoutNetwork(page: '/tablet' | '/desk' | '/tubes'): void {
  if (!('serviceWorker' in navigator)) {
    offline.value = window.isSecureContext ? 'failed' : 'insecure'
    return
  }
  if (!import.meta.env.PROD) return
  navigator.serviceWorker.register('/tablet-worker.js', { scope: page, updateViaCache: 'none' })
    .then(() => navigator.serviceWorker.ready).then(worker => { offline.value = 'ready'; tellLoaded(worker.active) }, () => { offline.value = 'failed' })
}

/** What this page loaded before the worker saw its requests; again once it sees them, since something may have come in between. */
function tellLoaded(worker: ServiceWorker | null): void {
  const tell = () => worker?.postMessage({ loaded: performance.getEntriesByType('resource').map(entry => new URL(entry.name)).filter(file => file.origin === location.origin && file.pathname.startsWith('/assets/')).map(file => file.pathname) })
  tell()
  navigator.serviceWorker.addEventListener('controllerchange', tell)
}
