import { expect, test } from 'vitest'
import { address, clock, crewByRole, daysAhead, inOrder, minutesTo, phase, type Duty, type DutyRound } from './duty'

const duty = (more: Partial<Duty> = {}): Duty => ({
  shift: 'A', shiftName: 'early', starts: '2022-08-14T05:30:00+08:00', ends: '2022-08-14T09:30:00+08:00', site: 'S01', siteName: 'one', address: '', place: { latitude: 36.7, longitude: 117.5, gcj02: { latitude: 36.7005, longitude: 117.506 }, bd09: { latitude: 36.706, longitude: 117.512 } },
  lanes: 2, role: 'Sampler', state: 'Published', reason: '', checkInFrom: '2022-08-14T03:30:00+08:00', nextShift: null, stays: false, lead: null, crew: [], ...more,
})
const at = (time: string) => Date.parse(`2022-08-14T${time}:00+08:00`)

test('first an answer is wanted, then the post', () => {
  expect(phase(duty(), at('03:29'))).toBe('answer')
  expect(phase(duty({ state: 'Confirmed' }), at('03:29'))).toBe('wait')
  expect(phase(duty(), at('03:30'))).toBe('checkIn')
  expect(phase(duty({ state: 'Present' }), at('12:00'))).toBe('there')
  expect(phase(duty({ state: 'Absent' }), at('06:10'))).toBe('late')
  expect(phase(duty({ state: 'Declined' }), at('04:00'))).toBe('gone')
  expect(phase(duty({ state: 'Confirmed' }), at('09:30'))).toBe('over')
})

test('what is next stands first, a rehearsal after what is real, what is over last', () => {
  const round = (id: number, rehearsal: boolean, ...duties: Duty[]): DutyRound => ({ id, name: `${id}`, day: '2022-08-14', rehearsal, speed: 1, now: at('10:00'), duties, handovers: [] })
  const late = { starts: '2022-08-14T09:30:00+08:00', ends: '2022-08-14T13:00:00+08:00' }
  const shown = inOrder([round(1, true, duty(late)), round(2, false, duty({ state: 'Confirmed' }), duty({ ...late, state: 'Declined' }), duty({ ...late, shift: 'B' }))], r => r.now)
  expect(shown.map(s => [s.round.id, s.duty.shift, s.duty.state])).toEqual([[2, 'B', 'Published'], [1, 'A', 'Published'], [2, 'A', 'Declined'], [2, 'A', 'Confirmed']])
})

test('a round runs at its own speed, and its days are the district’s', () => {
  expect(clock({ now: 1000, speed: 60 }, 5000, 6000)).toBe(61_000)
  expect(daysAhead('2022-08-14T05:30:00+08:00', Date.parse('2022-08-13T23:30:00+08:00'))).toBe(1)
  expect(daysAhead('2022-08-14T05:30:00+08:00', Date.parse('2022-08-13T16:30:00Z'))).toBe(0)
  expect([minutesTo('2022-08-14T05:30:00+08:00', at('05:20') + 1), minutesTo('2022-08-14T05:30:00+08:00', at('05:31'))]).toEqual([10, 0])
})

test('the crew stands by role, the lead above it', () => {
  const person = (name: string, role: Duty['role']) => ({ id: name, name, role, there: false })
  const crew = [person('a', 'SiteLead'), person('b', 'Sampler'), person('c', 'Sampler'), person('d', 'Marshal')]
  expect(crewByRole(duty({ crew, lead: { name: 'a', phone: '1' } })).map(c => [c.role, c.people.length])).toEqual([['Sampler', 2], ['Marshal', 1]])
  expect(crewByRole(duty({ crew })).map(c => c.role)).toEqual(['SiteLead', 'Sampler', 'Marshal'])
})

test('an address is a sign-in link, or a post with its six digits', () => {
  expect(address({ pathname: '/duty', hash: '#ABC' })).toEqual({ link: 'ABC', post: null })
  expect(address({ pathname: '/post/S01', hash: '#482913' })).toEqual({ link: '', post: { site: 'S01', code: '482913' } })
  expect(address({ pathname: '/post/S01', hash: '' })).toEqual({ link: '', post: null })
})
