import { computed, ref, shallowRef, watch } from 'vue'
import { ask } from '../api/http'
import { tellZone } from './zone'

export interface Session { name: string; grant: string; district: string | null; site: string | null }
export interface District { code: string; name: string; timeZone: string; watchMinutes: number; actMinutes: number; laneRate: number; tiles: string | null }
export type RoundState = 'Draft' | 'Open' | 'Closed' | 'Sealed'
export interface Round { id: number; name: string; state: RoundState; day: string; tubeSize: number; rehearsal: boolean; speed: number; now: number; openedAt: string | null; closedAt: string | null; sealedAt: string | null }

const session = shallowRef<Session | null>(null)
const district = shallowRef<District | null>(null)
const rounds = shallowRef<Round[]>([])
const Kept = 'screenops.rehearsal'
/** Whether the screen looks at the rehearsal, where one is open: an address asks for it (?rehearsal), and a tab keeps it, so that a screen that starts anew shows what it showed. */
const wantsRehearsal = ref(new URLSearchParams(location.search).has('rehearsal') || sessionStorage.getItem(Kept) !== null)
watch(wantsRehearsal, wants => { if (wants) sessionStorage.setItem(Kept, ''); else sessionStorage.removeItem(Kept) }, { immediate: true })

export function openRound(all: readonly Round[], rehearsal: boolean): Round | null {
  return all.find(r => r.state === 'Open' && r.rehearsal === rehearsal) ?? null
}

const real = computed(() => openRound(rounds.value, false))
const rehearsal = computed(() => openRound(rounds.value, true))
/** The round that the office's pages are about. */
const round = computed(() => wantsRehearsal.value || !real.value ? rehearsal.value ?? real.value : real.value)

/** Whether who looks may also change what the office keeps; the server decides, the pages only offer less. */
const commands = computed(() => session.value?.grant === 'CommandCentre' || session.value?.grant === 'Operator')

async function readRounds() {
  rounds.value = await ask<Round[]>('rounds')
}

/** Its name and levels; they change by hand only. */
async function readDistrict() {
  district.value = await ask<District>('district')
  tellZone(district.value.timeZone)
}

/** What every page of the office knows: who looks, of which district, at which round. */
export function useOffice() {
  return { session, district, rounds, real, rehearsal, round, wantsRehearsal, commands, readRounds, readDistrict }
}

/** Before the first page is shown; an ApiError of 401 says that nobody is signed in. */
export async function enterOffice() {
  await Promise.all([ask<Session>('session').then(who => { session.value = who }), readDistrict(), readRounds()])
}

export const signOut = () => ask('session', { method: 'DELETE' })
