/**
 * The service worker of the pages that open without network, built to /tablet-worker.js: each page registers it for its own address. The page opens from this device's disk at
 * once, with and without network; what the server has by now is fetched beside it and shown at the next start, all of it or none. Numbers never pass here: outboxes keep and send those.
 */
export {}
declare const self: ServiceWorkerGlobalScope
const Page = new URL(self.registration.scope).pathname, Kept = `screenops-${Page.slice(1)}`

/** The page and every file that it names, as the server has them now. A file's name changes with what is in it. */
async function renew(): Promise<void> {
  const cache = await caches.open(Kept)
  const answer = await fetch(Page, { cache: 'no-cache' })
  if (!answer.ok) throw new Error(`${Page} was answered with ${answer.status}.`)
  const text = await answer.clone().text()
  const named = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].flatMap(match => match[1] ?? [])
  const path = (request: Request) => new URL(request.url).pathname
  const held = new Set((await cache.keys()).map(path))
  await cache.addAll(named.filter(file => !held.has(file)))
  await cache.put(Page, answer)
  // A page that names other files than before is a new version: what an old one loaded later on goes with it.
  if (named.every(file => held.has(file))) return
  for (const request of await cache.keys()) if (path(request) !== Page && !named.includes(path(request))) await cache.delete(request)
}

/** What the page loads later on, such as the reader of codes, is kept from its first use on. */
async function keepLater(request: Request, answer: Response): Promise<Response> {
  if (answer.ok && new URL(request.url).pathname.startsWith('/assets/')) await (await caches.open(Kept)).put(request, answer.clone())
  return answer
}

self.addEventListener('install', event => { event.waitUntil(renew().then(() => self.skipWaiting())) })
self.addEventListener('activate', event => { event.waitUntil(self.clients.claim()) })
self.addEventListener('fetch', event => {
  const asked = new URL(event.request.url)
  if (event.request.method !== 'GET' || asked.origin !== self.location.origin || asked.pathname.startsWith('/api/') || asked.pathname.startsWith('/hubs/')) return
  const page = event.request.mode === 'navigate' && asked.pathname === Page
  // Without network there is nothing newer: what is kept stays.
  if (page) event.waitUntil(renew().catch(() => undefined))
  event.respondWith(caches.open(Kept).then(cache => cache.match(page ? Page : event.request, { ignoreVary: true })).then(kept => kept ?? fetch(event.request).then(answer => keepLater(event.request, answer))))
})
/** What the page had loaded before this worker heard of it. */
self.addEventListener('message', event => {
  const loaded = (event.data as { loaded?: string[] }).loaded ?? []
  event.waitUntil(caches.open(Kept).then(async cache => { for (const file of loaded) if (!await cache.match(file, { ignoreVary: true })) await cache.add(file).catch(() => undefined) }))
})
