import { expect, test, vi } from 'vitest'
import type { CountCommand, CountReceipt, Figures } from './commands'
import type { Keep } from './keep'
import { empty, tap, unsafe, type Outbox } from './outbox'

const none: Figures = { status: 'Open', lanes: 1, queue: 0, arrived: 0, sampled: 0, left: 0 }
const arrived = (box: Outbox) => tap(box, { kind: 'Arrived', n: 1, round: 7, site: 'S21', made: 1000 }, none)
const settled = () => new Promise(done => setTimeout(done))

/** An outbox whose line answers when it is told to, and whose disk takes what `takes` says. */
async function outbox(takes: () => boolean = () => true) {
  vi.stubGlobal('localStorage', { getItem: () => null })
  vi.stubGlobal('navigator', {})
  const naps: (() => void)[] = []
  vi.stubGlobal('window', { setTimeout: (wake: () => void) => naps.push(wake), clearTimeout() {}, addEventListener() {}, removeEventListener() {} })
  const { useSending } = await import('./sending')
  const disk: Outbox[] = [], sends: { numbers: number[]; answer: () => void; fail: () => void }[] = []
  const keep = { write: (box: Outbox) => takes() ? Promise.resolve(void disk.push(box)) : Promise.reject(new Error('full')) } as unknown as Keep
  const send = (commands: CountCommand[]) => new Promise<CountReceipt[]>((done, fail) => {
    sends.push({ numbers: commands.map(c => c.number), answer: () => done(commands.map(c => ({ number: c.number, outcome: 'Applied' }))), fail: () => fail(new Error('no network')) })
  })
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return { work: useSending(keep, empty(), send, () => undefined), disk, sends, naps }
}

test('what is tapped while a send is under way stays, with a number of its own, and is sent next', async () => {
  const { work, disk, sends } = await outbox()
  work.put(arrived(work.box.value))
  await settled()
  work.put(arrived(work.box.value))
  work.put(arrived(work.box.value))
  sends[0]!.answer()
  await settled()
  expect(sends.map(s => s.numbers)).toEqual([[1], [2, 3]])
  sends[1]!.answer()
  await settled()
  expect([work.box.value.next, unsafe(work.box.value), disk.at(-1)!.next]).toEqual([4, [], 4])
})

test('what no disk takes is not sent, and is told until one does', async () => {
  let room = false
  const { work, sends } = await outbox(() => room)
  work.put(arrived(work.box.value))
  await settled()
  expect([work.fault.value, work.kept.value, work.box.value.next, sends.length]).toEqual(['storage', 1, 2, 0])
  room = true
  work.wake()
  await settled()
  await settled()
  expect([work.fault.value, work.kept.value, sends.map(s => s.numbers)]).toEqual(['', 2, [[1]]])
})

test('what is tapped after a send was tried again with nothing new to store reaches the disk all the same', async () => {
  const { work, disk, sends, naps } = await outbox()
  work.put(arrived(work.box.value))
  await settled()
  sends[0]!.fail()
  await settled()
  // Tapped between two tries, and on the disk before the next, which then has nothing to store.
  work.put(arrived(work.box.value))
  await settled()
  naps[0]!()
  await settled()
  work.put(arrived(work.box.value))
  await settled()
  expect([disk.at(-1)!.next, work.kept.value]).toEqual([4, 4])
})
