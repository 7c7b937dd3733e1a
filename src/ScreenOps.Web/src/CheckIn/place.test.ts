import { expect, test } from 'vitest'
import { ahead, better, kilometres, myWait, place, row, turn, turnOf, type PublicSite } from './place'

const site = (code: string, latitude: number, wait: [number, number] | null, status: PublicSite['status'] = 'Open'): PublicSite =>
  ({ code, name: code, latitude, longitude: 120, address: '', status, wait: wait && { low: wait[0], high: wait[1], likely: wait[0] }, queue: 100, called: 0, reportedAt: 1 })

test('my place is my ticket less the one called, and one fewer are ahead of me', () => {
  expect([place(830, 594), place(1, 0), place(830, 900)]).toEqual([236, 1, 0])
  expect([ahead(830, 594), ahead(1, 0), ahead(830, 900)]).toEqual([235, 0, 0])
})

test('my turn comes as tickets are called', () => {
  expect([800, 820, 828, 829, 830, 849, 850].map(called => turn(830, called, true))).toEqual(['waiting', 'soon', 'soon', 'turn', 'turn', 'turn', 'over'])
})

test('nobody is called to a site that has not opened', () => {
  expect([turn(1, 0, false), turn(5, 0, false), turn(1, 0, true), turn(5, 0, true)]).toEqual(['waiting', 'waiting', 'turn', 'soon'])
})

test('my wait is the share of the line that is before me', () => {
  expect(myWait(site('S1', 30, [20, 30]), 50)).toMatchObject({ low: 10, high: 15 })
  expect(myWait(site('S1', 30, [20, 30]), 400)).toMatchObject({ low: 20, high: 30 })
  expect(myWait(site('S1', 30, null), 50)).toBeNull()
  expect(myWait(site('S1', 30, [20, 30], 'NotOpened'), 50)).toBeNull()
})

test('a degree of latitude is 111.195 km', () => {
  expect(kilometres(site('a', 30, null), site('b', 31, null))).toBeCloseTo(111.195, 2)
})

test('another site is offered only where walking and waiting together end sooner', () => {
  const here = site('S1', 30, [40, 50])
  const near = site('S2', 30.005, [5, 9]), far = site('S3', 30.05, [0, 1]), shut = site('S4', 30.001, null, 'Closed')
  expect(better(here, [here, near, far, shut], 40).map(other => other.site.code)).toEqual(['S2'])
  expect(better(here, [here, near, far, shut], null).map(other => other.site.code)).toEqual(['S2', 'S3'])
})

test('a priority number is said, counted and called by its own row', () => {
  const site = { called: 80, calledPriority: 2 }
  expect(row({ ticket: 120, priority: 3 }, site)).toEqual({ said: 'P3', number: 3, called: 2, priority: true })
  expect(row({ ticket: 120, priority: null }, site)).toEqual({ said: '120', number: 120, called: 80, priority: false })
  expect([turnOf(row({ ticket: 120, priority: 3 }, site), true), turnOf(row({ ticket: 120, priority: 3 }, site), false), turnOf(row({ ticket: 120, priority: 2 }, site), true), turnOf(row({ ticket: 81 }, site), true)]).toEqual(['soon', 'waiting', 'turn', 'turn'])
})
