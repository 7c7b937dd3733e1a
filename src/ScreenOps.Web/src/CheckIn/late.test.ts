import { expect, test } from 'vitest'
import { ApiError } from '../api/http'
import { after, due, refusedWhole, relabel, request, settled, troubles, waiting, wantsLabel, type Kept } from './late'

const place = { district: 'd', round: 3, site: 'S1' }
const arrival = (number: number, person: string, trouble: Kept['trouble'] = null): Kept => ({ number, place, kind: 'checkin', body: { person, priority: null, made: number }, who: '王*英', said: number, trouble })
const tube = (number: number, kind: string, barcode = 'T-1', more = {}): Kept => ({ number, place, kind: 'tube', body: { id: `i${number}`, kind, barcode, made: number, ...more }, who: '', said: 0, trouble: null })
const ticket = (outcome: string, more = {}) => ({ person: 'a', outcome, ticket: 84, priority: null, site: 'S1', siteName: '一号点', reason: null, ...more })

test('what goes together is of one kind, in order, and names nobody twice', () => {
  const acts = [arrival(1, 'a', { word: 'sampled' }), arrival(2, 'b'), arrival(3, 'c'), arrival(4, 'b'), tube(5, 'Open'), tube(6, 'Put')]
  expect(due(acts).map(act => act.number)).toEqual([2, 3])
  expect(due(acts.slice(4)).map(act => act.number)).toEqual([5, 6])
  expect(due(Array.from({ length: 30 }, (_, n) => arrival(n, `${n}`))).length).toBe(20)
  expect([due([]), waiting(acts).length]).toEqual([[], 5])
})

test('it is sent to its round, whichever is open by then', () => {
  expect(request(place, [arrival(1, 'a')])).toEqual({ path: 'rounds/3/desks/S1/checkins', body: { people: [{ person: 'a', priority: null, made: 1 }], made: 1 } })
  expect(request(place, [tube(1, 'Open')]).path).toBe('rounds/3/tubes/acts')
})

test('who was checked in elsewhere meanwhile, was sampled, or went on is told and stays; the rest is booked and goes', () => {
  const run = [arrival(1, 'a'), arrival(2, 'b'), arrival(3, 'c'), arrival(4, 'd'), arrival(5, 'e')]
  const told = settled(run, { tickets: [ticket('Ticketed'), ticket('Moved', { priority: 2 }), ticket('Sampled', { siteName: '二号点' }), ticket('Refused', { reason: 'went-on', siteName: '二号点' }), ticket('Busy')] })
  expect(told).toEqual([{ is: 'booked', word: 'Ticketed', text: 'L1 → 84 王*英' }, { is: 'booked', word: 'Moved', text: 'L2 → P2 王*英' }, { is: 'trouble', trouble: { word: 'sampled', where: '二号点' } }, { is: 'trouble', trouble: { word: 'went-on', where: '二号点' } }, { is: 'again' }])
  const left = after(run, run, told)
  expect([left.gone, left.changed.map(act => act.number), left.acts.map(act => [act.number, act.trouble?.word ?? null])]).toEqual([[1, 2], [3, 4], [[3, 'sampled'], [4, 'went-on'], [5, null]]])
})

test('a walk-in who turns out to be a resident is that resident in all that was done with them since', () => {
  const walkIn: Kept = { number: 1, place, kind: 'walkin', body: { id: 'made', name: '赵', identity: '990355199907288252', phone: '', born: null, priority: null, made: 1 }, who: '赵*', said: 1, trouble: null }
  const acts = [walkIn, tube(2, 'Put', 'T-1', { person: 'made' }), tube(3, 'Put', 'T-1', { person: 'b' })]
  const left = after(acts, [walkIn], settled([walkIn], { person: { person: 'resident' }, ticket: ticket('Ticketed') }))
  expect(left.acts.map(act => act.kind === 'tube' ? act.body.person : '')).toEqual(['resident', 'b'])
  expect([left.gone, left.changed.map(act => act.number)]).toEqual([[1], [2]])
})

test('a tube whose barcode is another’s gets a new label, and everybody in it comes with it', () => {
  const acts = [tube(1, 'Open'), tube(2, 'Put', 'T-1', { person: 'a' }), tube(3, 'Put', 'T-2', { person: 'b' })]
  const told = settled(acts.slice(0, 2), { answers: [{ outcome: 'BarcodeUsed', cure: 'c', in: null }, { outcome: 'OtherSite', cure: 'c', in: null }] })
  const left = after(acts, acts.slice(0, 2), told).acts
  expect(troubles(left)).toMatchObject([{ barcode: 'T-1', acts: [{ number: 1 }, { number: 2 }] }])
  expect(wantsLabel(left)).toBe(true)
  let ids = 0
  const { changed, opens } = relabel(left, 'T-1', 'T-9', 'S1', () => `new${++ids}`)
  expect(changed.map(act => [act.number, act.trouble, act.kind === 'tube' && act.body.barcode, act.kind === 'tube' && act.body.id])).toEqual([[1, null, 'T-9', 'new1'], [2, null, 'T-9', 'new2']])
  expect(opens).toBeNull()
  expect(relabel(left.slice(1), 'T-1', 'T-9', 'S1', () => 'x').opens).toMatchObject({ kind: 'Open', barcode: 'T-9', site: 'S1' })
})

test('a request that is refused as a whole is the first one’s trouble, and one that was not heard is sent again', () => {
  expect([0, 401, 403, 429, 500, 503].map(status => refusedWhole(new ApiError(status, '', '')))).toEqual([null, null, null, null, null, null])
  expect(refusedWhole(new ApiError(400, 'Wrong', '', null, { name: ['A name.'] }))).toEqual({ word: 'other', detail: 'A name.' })
  expect(refusedWhole(new ApiError(409, '', 'Sealed.', null, {}, 'wrong-round'))).toEqual({ word: 'wrong-round', detail: 'Sealed.' })
})
