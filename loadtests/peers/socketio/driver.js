// The tablets and viewers of the Socket.IO peer, as its official client makes them. Each order comes as a line of JSON, and a line answers it:
// {"seconds": 6, "rate": 500}, or rate null: each tablet always has so many calls on their way. Times are milliseconds from the moment at which a tap was due.
import { randomUUID } from 'node:crypto'
import { createHistogram } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { io } from 'socket.io-client'

const { url, sites, viewers, inFlight, most, settleSeconds } = JSON.parse(process.argv[2])
const kinds = ['arrived', 'sampled']
const say = answer => console.log(JSON.stringify(answer))
const histogram = () => createHistogram({ lowest: 1, highest: 300_000_000, figures: 3 })
const micros = since => Math.max(1, Math.round((performance.now() - since) * 1000))

// Of each site: when its n-th arrival was due, and how many there were.
const taps = new Map(sites.map(site => [site, { due: new Float64Array(most + 1), told: 0 }]))
let acks, sights, acked = 0, failed = null

async function connect(room, changed) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false })
  await new Promise((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject))
  socket.on('changed', changed)
  await socket.emitWithAck('watch', room)
  return socket
}

async function tablet(site) {
  const socket = await connect(`site:${site}`, () => {})
  const device = randomUUID(), tap = taps.get(site)
  let number = 0
  return async due => {
    const kind = kinds[number++ % 2]
    if (kind === 'arrived') tap.due[++tap.told] = due
    const { error } = await socket.emitWithAck('count', { device, number, site, kind, n: 1, made: Date.now() })
    if (error) failed = error
    else acked++
    acks.record(micros(due))
  }
}

async function viewer() {
  const seen = new Map(sites.map(site => [site, 0]))
  let bytes = 0
  const socket = await connect('district', ({ site, kind, total }) => {
    if (kind !== 'arrived') return
    const { due } = taps.get(site)
    let before = seen.get(site)
    if (total <= before) return
    while (before < total) if (++before && sights) sights.record(micros(due[before]))
    seen.set(site, total)
  })
  socket.io.engine.on('packet', packet => { bytes += 1 + (packet.data?.length ?? 0) })
  return { bytes: () => bytes, seenAll: () => sites.every(site => seen.get(site) === taps.get(site).told) }
}

async function flood(until) {
  const pump = async tap => { while (performance.now() < until) await tap(performance.now()) }
  await Promise.all(tablets.flatMap(tap => Array.from({ length: inFlight }, () => pump(tap))))
}

async function pace(rate, from, until) {
  const open = []
  for (let n = 0; performance.now() < until; await pause(1))
    for (let due; (due = from + n * 1000 / rate) < until && due <= performance.now(); n++) open.push(tablets[n % tablets.length](due))
  await Promise.all(open)
}

async function run({ seconds, rate }) {
  acks = histogram()
  sights = rate ? histogram() : null
  acked = 0
  const received = () => screens.reduce((sum, screen) => sum + screen.bytes(), 0)
  const bytes = received(), from = performance.now(), until = from + seconds * 1000
  await (rate ? pace(rate, from, until) : flood(until))
  const loaded = performance.now(), seenAll = () => screens.every(screen => screen.seenAll())
  while (!seenAll() && performance.now() < loaded + settleSeconds * 1000) await pause(5)
  const ended = performance.now()
  say({
    acked, ackedPerSecond: acked * 1000 / (loaded - from), behindMs: ended - loaded, failed: failed ?? (seenAll() ? null : 'Its viewers did not catch up.'),
    bytesPerViewerSecond: viewers && (received() - bytes) / viewers * 1000 / (ended - from), acks: times(acks), sights: times(sights)
  })
}

const times = h => h?.count ? { p50: h.percentile(50) / 1000, p99: h.percentile(99) / 1000, p999: h.percentile(99.9) / 1000, max: h.max / 1000 } : null

const tablets = await Promise.all(sites.map(tablet))
const screens = await Promise.all(Array.from({ length: viewers }, viewer))
say({ ready: true })
for await (const line of createInterface({ input: process.stdin })) await run(JSON.parse(line))
process.exit(0)
