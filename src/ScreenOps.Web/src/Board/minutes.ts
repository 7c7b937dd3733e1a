/** A minute of a site or of the district, and the queue at its end; minute is unix time / 60 s on the round's clock. */
export interface QueueMinute { minute: number; arrived: number; implied: number; sampled: number; left: number; queue: number }

/** Columns as a chart takes them: times in unix seconds, people a minute smoothed over five, people waiting. */
export interface Columns { at: number[]; arrived: number[]; sampled: number[]; queue: number[] }

const Around = 2

/** The last `back` minutes up to `now` (a minute) without holes: nothing happened in a minute that was not told, and its queue is that of the one before. */
export function columns(minutes: readonly QueueMinute[], now: number, back: number): Columns {
  const known = new Map(minutes.map(m => [m.minute, m]))
  const first = minutes[0]?.minute ?? now
  const from = Math.max(now - back, Math.min(first, now))
  let queue = minutes.filter(m => m.minute < from).at(-1)?.queue ?? 0
  const raw: QueueMinute[] = []
  for (let minute = from; minute <= now; minute++) {
    const told = known.get(minute)
    queue = told?.queue ?? queue
    raw.push(told ?? { minute, arrived: 0, implied: 0, sampled: 0, left: 0, queue })
  }
  return {
    at: raw.map(m => m.minute * 60), queue: raw.map(m => m.queue),
    arrived: smooth(raw.map(m => m.arrived + m.implied)), sampled: smooth(raw.map(m => m.sampled)),
  }
}

const smooth = (values: number[]) => values.map((_, at) => {
  const near = values.slice(Math.max(0, at - Around), at + Around + 1)
  return near.reduce((sum, v) => sum + v, 0) / near.length
})

/** People sampled an hour, over the ten minutes that end `ago` minutes before `now`. */
export function rateAgo(minutes: readonly QueueMinute[], now: number, ago: number): number {
  const end = now - ago
  return minutes.filter(m => m.minute > end - 10 && m.minute <= end).reduce((sum, m) => sum + m.sampled, 0) * 6
}
