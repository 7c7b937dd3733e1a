import { describe, expect, it } from 'vitest'
import { byNeed, doors, share, type CoverageCount, type Home, type HomePerson } from './coverage'

const count = (people: number, missing: number): CoverageCount => ({ people, missing, sampled: people - missing, waiting: 0, settled: 0, homeVisits: 0, again: 0 })
const person = (over: Partial<HomePerson>): HomePerson => ({ id: 'p', name: '王*', relation: '', born: 1980, immobile: false, reached: 'Missing', site: null, sampledAt: null, heard: null, heardBy: null, heardAt: null, ...over })
const home = (household: string, ...people: HomePerson[]): Home => ({ household, microGrid: '', door: '', people })

describe('coverage', () => {
  it('says 100 only where nobody is missing', () => {
    expect(share(count(1000, 1))).toBe(99)
    expect(share(count(1000, 0))).toBe(100)
    expect(share(count(0, 0))).toBe(100)
  })

  it('puts first where most are missing and keeps the order of equals', () => {
    const parts = [{ n: 'a', count: count(10, 1) }, { n: 'b', count: count(10, 5) }, { n: 'c', count: count(10, 1) }]
    expect(byNeed(parts).map(p => p.n)).toEqual(['b', 'a', 'c'])
  })

  it('leads to doors where somebody must be looked for, and to no door where all are settled, waiting or sampled', () => {
    const homes = [home('1', person({}), person({ reached: 'Sampled' })), home('2', person({ heard: 'Away' }), person({ reached: 'Waiting' })), home('3', person({ heard: 'HomeVisit' })), home('4', person({ reached: 'Again', heard: 'Exempt' }))]
    expect(doors(homes, 'missing').map(h => h.household)).toEqual(['1', '3'])
    expect(doors(homes, 'visits').map(h => h.household)).toEqual(['3'])
    expect(doors(homes, 'all')).toHaveLength(4)
  })
})
