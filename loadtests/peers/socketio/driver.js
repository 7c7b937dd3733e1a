// The tablets and screens of the Socket.IO peer, as the official client makes them. Its orders come as JSON lines, and each is answered by one:
// {"seconds": 6, "rate": 500 or null} for as many as it can; times are milliseconds, counted from the moment at which a tap was due.
import { createInterface } from 'node:readline'
import { createHistogram } from 'node:perf_hooks'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { io } from 'socket.io-client'

const { url, sites, viewers, inFlight } = JSON.parse(process.argv[2])
const RING = 1 << 14
const KINDS = ['arrived', 'sampled']
const SETTLE_MS = 60_000
const say = answer => console.log(JSON.stringify(answer))
const micros = since => Math.max(1, Math.round((performance.now() - since) * 1000))

// Of each site and kind: when the n-th tap was due, and how many were made.
const counts = new Map(sites.flatMap(site => KINDS.map(kind => [`${site} ${kind}`, { due: new Float64Array(RING), made: 0 }])))
let acks, sights, acked, faults = 0, last = performance.now()

async function connect(room, changed) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false })
  await new Promise((resolve, reject) => { socket.on('connect', resolve); socket.on('connect_error', reject) })
  if (changed) socket.on('changed', changed)
  await socket.emitWithAck('watch', room)
  return socket
}

async function viewer() {
  const seen = new Map([...counts.keys()].map(key => [key, 0]))
  const socket = await connect('district', ({ site, kind, total }) => {
    const key = `${site} ${kind}`
    const { due } = counts.get(key)
    if (sights) for (let n = seen.get(key) + 1; n <= total; n++) sights.record(micros(due[n % RING]))
    if (total > seen.get(key)) seen.set(key, total)
    last = performance.now()
  })
  return { seen, bytes: () => socket.io.engine.transport.ws._socket.bytesRead }
}

async function tablet(site) {
  const socket = await connect(`site:${site}`, () => {})
  const device = randomUUID()
  let number = 0, flying = 0
  const waiting = []
  const send = async due => {
    const kind = KINDS[number % 2]
    const count = counts.get(`${site} ${kind}`)
    count.made++
    count.due[count.made % RING] = due
    flying++
    const { error } = await socket.emitWithAck('count', { device, number: ++number, site, kind, n: 1, made: Date.now() })
    flying--
    if (error) faults++
    else acked++
    acks.record(micros(due))
  }
  // A tap that finds all its calls on their way waits; its time runs on.
  const next = async () => {
    while (waiting.length && flying < inFlight) send(waiting.shift()).then(next)
  }
  return {
    tap(due) { waiting.push(due); next() },
    async full(until) { while (performance.now() < until) await send(performance.now()) },
    idle: () => !flying && !waiting.length
  }
}

async function pace(rate, from, until) {
  for (let n = 0; performance.now() < until; await pause(1))
    for (let due; (due = from + n * 1000 / rate) <= performance.now() && due < until; n++) tablets[n % tablets.length].tap(due)
}

async function settle(limit) {
  const settled = () => tablets.every(t => t.idle()) && screens.every(s => [...counts].every(([key, count]) => s.seen.get(key) >= count.made))
  while (!settled() && performance.now() < limit) await pause(5)
  return settled()
}

const times = h => h.count ? { p50: h.percentile(50) / 1000, p99: h.percentile(99) / 1000, p999: h.percentile(99.9) / 1000, max: h.max / 1000 } : { p50: 0, p99: 0, p999: 0, max: 0 }
const received = () => screens.reduce((sum, s) => sum + s.bytes(), 0)

async function run({ seconds, rate }) {
  const histogram = () => createHistogram({ lowest: 1, highest: 300_000_000, figures: 3 })
  acks = histogram()
  sights = rate ? histogram() : null
  acked = 0
  const bytes = received(), from = performance.now(), until = from + seconds * 1000
  await (rate ? pace(rate, from, until) : Promise.all(tablets.flatMap(t => Array.from({ length: inFlight }, () => t.full(until)))))
  const inTime = rate ? acked : 0, ended = performance.now()
  const settled = await settle(ended + SETTLE_MS)
  say({ acked, ackedPerSecond: (rate ? inTime : acked) / ((ended - from) / 1000), settled, faults, behindMs: Math.max(0, last - until),
    ack: times(acks), sight: times(sights ?? histogram()), bytesPerViewerSecond: viewers ? (received() - bytes) / viewers / ((performance.now() - from) / 1000) : 0 })
}

const tablets = await Promise.all(sites.map(tablet))
const screens = await Promise.all(Array.from({ length: viewers }, viewer))
say({ ready: true })
for await (const line of createInterface({ input: process.stdin })) await run(JSON.parse(line))
process.exit(0)
