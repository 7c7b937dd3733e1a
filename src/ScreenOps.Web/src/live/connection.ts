import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr'
import { ref, type Ref } from 'vue'

/** A round's clock as learned from a snapshot: its time runs at `speed` from `now`, both in milliseconds. */
export interface Clock { now: number; speed: number; learned: number }

export interface Live {
  readonly hub: HubConnection
  readonly state: Ref<'connecting' | 'live' | 'lost'>
  readonly clock: Ref<Clock | null>
  /** Replaces what is watched; joins again by itself after every reconnect. */
  watch(scope: string): Promise<void>
  stop(): Promise<void>
  /** After a stop: connects and joins anew. */
  begin(): void
}

interface Handlers<S, C> {
  snapshot(whole: S): void
  changed(changes: C[]): void
  rounds?(): void
  staffing?(): void
  requests?(): void
  failed?(reason: string): void
}

/** From half a second to at most 15, with jitter, for ever. */
export const pause = (attempt: number, dice: number) => Math.min(15_000, 500 * 2 ** Math.min(attempt, 5)) * (0.5 + dice / 2)

/** Milliseconds on the round's clock at this moment. */
export const roundNow = (clock: Clock, elapsed = performance.now()) => clock.now + (elapsed - clock.learned) * clock.speed

/** The server sends a few changes ahead of what was told to be taken, and then the newest. */
const tellEvery = 2

/** The one live connection: retries for ever, rejoins by Watch and reads the whole again. */
export function connect<S extends { now: number; speed: number }, C>(handlers: Handlers<S, C>, scope = 'district'): Live {
  const hub = new HubConnectionBuilder().withUrl('/hubs/live').configureLogging(LogLevel.None)
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: turn => pause(turn.previousRetryCount, Math.random()) }).build()
  const state = ref<'connecting' | 'live' | 'lost'>('connecting')
  const clock = ref<Clock | null>(null)
  let wanted = scope
  let stopped = false
  let timer = 0
  let taken = 0

  async function join() {
    taken = 0
    try {
      const whole = await hub.invoke<S>('Watch', wanted)
      clock.value = { now: whole.now, speed: whole.speed, learned: performance.now() }
      handlers.snapshot(whole)
      state.value = 'live'
    } catch (error) {
      handlers.failed?.(error instanceof Error ? error.message : String(error))
      again(1, join)
    }
  }

  function again(attempt: number, act: (attempt: number) => Promise<void>) {
    window.clearTimeout(timer)
    if (!stopped) timer = window.setTimeout(() => void act(attempt), pause(attempt, Math.random()))
  }

  async function start(attempt = 0): Promise<void> {
    try {
      await hub.start()
      await join()
    } catch {
      state.value = 'lost'
      again(attempt + 1, start)
    }
  }

  hub.on('Changed', (changes: C[]) => {
    handlers.changed(changes)
    taken += 1
    if (taken % tellEvery === 0) hub.send('Taken', taken).catch(() => { /* The line has gone: whoever joins again counts anew. */ })
  })
  hub.on('Rounds', () => handlers.rounds?.())
  hub.on('Staffing', () => handlers.staffing?.())
  hub.on('Requests', () => handlers.requests?.())
  hub.onreconnecting(() => { state.value = 'lost' })
  hub.onreconnected(() => void join())
  void start()

  return {
    hub, state, clock,
    async watch(next) { wanted = next; if (hub.state === HubConnectionState.Connected) await join() },
    stop() { stopped = true; window.clearTimeout(timer); state.value = 'lost'; return hub.stop() },
    begin() { stopped = false; void start() },
  }
}
