import { ApiError, ask } from '../api/http'
import { expected } from './line'
import { Keep } from './keep'
import { deviceId, forgetDevice, keepDevice } from '../ui/device'

export interface Session { name: string; grant: string; district: string; site?: string | null; device?: string | null }

/** A device that may count, with its storage. */
export interface Enrolled { session: Session; site: string; keep: Keep }

/** `none`: not signed in. `other`: signed in, but not as a tablet. `lost`: this storage forgot the device, which needs a new id. */
export type Standing = Enrolled | 'none' | 'other' | 'lost'

const Known = 'screenops.tablet'

/** Who this tablet is; without an answer, who it was when last asked. */
export async function standing(): Promise<Standing> {
  try {
    return await enrolled(await ask<Session>('session'))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 401) return 'none'
    const known = await remembered()
    if (known && (error.status === 0 || error.status >= 500)) return known
    throw error
  }
}

/** Who this tablet was when last asked; null: it was none, or its storage is gone. */
export async function remembered(): Promise<Enrolled | null> {
  const session = JSON.parse(localStorage.getItem(Known) ?? 'null') as Session | null
  const keep = session?.device ? await Keep.find(session.device) : null
  return session?.site && keep ? { session, site: session.site, keep } : null
}

/** Takes an enrolment code, or the whole link that carries it, for this device's id. */
export async function enrol(text: string): Promise<Standing> {
  const code = text.slice(text.lastIndexOf('#') + 1).trim()
  const device = deviceId()
  return await enrolled(await ask<Session>('session/code', { body: { code, device } }))
}

async function enrolled(session: Session): Promise<Standing> {
  if (!session.device || !session.site) return 'other'
  const keep = await Keep.find(session.device) ?? await fresh(session.device, session.site)
  if (!keep) return 'lost'
  keepDevice(session.device)
  localStorage.setItem(Known, JSON.stringify(session))
  return { session, site: session.site, keep }
}

/** A storage without the device must not number from 1 again what the ledger holds already: such commands would pass for repeats. */
async function fresh(device: string, site: string): Promise<Keep | null> {
  if (await expected(site) === 1) return await Keep.create(device)
  forgetDevice()
  localStorage.removeItem(Known)
  return null
}
