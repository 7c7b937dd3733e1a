import { shallowRef } from 'vue'
import { ask } from '../api/http'
import type { Role } from '../Staffing/plan'

/** A site of a move. `without` and `with`: minutes to wait in half an hour if nobody acts, and if the lane goes. */
export interface Side { site: string; name: string; lanes: number; lanesThen: number; waitNow: number | null; without: number; with: number; real: number | null }
export interface Mover { id: string; name: string; role: Role }
export interface Proposal { giver: Side; taker: Side; km: number; minutes: number; people: Mover[]; fault: 'NoPlan' | 'NoLead' | 'TooFew' | null }
/** Moments are unix milliseconds on the round's clock. */
export interface Done { id: string; giver: Side; taker: Side; people: Mover[]; made: number; due: number; measured: number | null; undone: number | null }
export interface Advice { now: number; worst: number | null; enough: number; proposals: Proposal[]; done: Done[] }

/** What was told last, of which round: one for all panes, so that what one did the others know. */
const latest = shallowRef<{ round: number; advice: Advice } | null>(null)
export const adviceOf = (round: number) => latest.value?.round === round ? latest.value.advice : null
export const learn = (round: number, advice: Advice) => { latest.value = { round, advice } }

export const path = (round: number) => `rounds/${round}/advice`

/** The id is made by who asks: asked again after a lost answer, the lane goes once. */
export const accept = (round: number, id: string, p: Proposal) =>
  ask<Advice>(`${path(round)}/moves`, { body: { id, giver: p.giver.site, taker: p.taker.site, people: p.people.map(m => m.id) } })

export const takeBack = (round: number, id: string) => ask<Advice>(`${path(round)}/moves/${id}`, { method: 'DELETE' })

/** Those of one site; all where none is picked. */
export const of = <T extends { giver: Side; taker: Side }>(moves: T[], site: string | null) =>
  site === null ? moves : moves.filter(m => m.taker.site === site || m.giver.site === site)

/** Parts of a bar, of one scale for all, in percent; at least a sliver, so that none is not taken for unknown. */
export const bar = (minutes: number, most: number) => Math.min(100, Math.max(1.5, (minutes / Math.max(1, most)) * 100))

/** The longest of what is shown, so that all bars have one scale. */
export const longest = (advice: Advice) =>
  Math.max(advice.enough, ...[...advice.proposals, ...advice.done].flatMap(m => [m.giver, m.taker].flatMap(s => [s.without, s.with, s.real ?? 0])))
