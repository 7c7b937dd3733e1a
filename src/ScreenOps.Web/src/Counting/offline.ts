import { ref } from 'vue'

/** Whether this page opens without network: `insecure`: browsers allow it over https only. */
export const offline = ref<'asking' | 'ready' | 'insecure' | 'failed'>('asking')

/** Has the service worker keep this page on the disk. */
export function stayWithoutNetwork(): void {
  if (!('serviceWorker' in navigator)) {
    offline.value = window.isSecureContext ? 'failed' : 'insecure'
    return
  }
  if (!import.meta.env.PROD) return
  navigator.serviceWorker.register('/tablet-worker.js', { scope: '/tablet', updateViaCache: 'none' })
    .then(() => navigator.serviceWorker.ready).then(() => { offline.value = 'ready' }, () => { offline.value = 'failed' })
}
