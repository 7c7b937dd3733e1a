import { identityFlaw, tidy } from './identity'

export interface Fields { by: 'identity' | 'household'; identity: string; household: string; phone: string; name: string; consent: boolean; kin: Kin[] }
/** Somebody of the household who comes along. */
export interface Kin { identity: string; name: string }
export type Field = 'identity' | 'household' | 'phone' | 'name' | 'consent' | `identity-${number}` | `name-${number}`

/** `key` is a message below `checkin.errors`. */
export interface Flaw { field: Field; key: string; n: number }

/** People with one phone; the server has the same bound. */
export const FamilyMost = 8
const NameMost = 40
const PhoneDigits = 11
const digits = (text: string) => tidy(text).replace(/-/g, '').replace(/^\+?86(?=1[0-9]{10}$)/, '')

/** All that is wrong, in the order of the page; empty: it may be sent. */
export function flaws(fields: Fields): Flaw[] {
  const found: Flaw[] = []
  const add = (field: Field, key: string, n = 0) => found.push({ field, key, n })
  const identity = (field: Field, text: string) => {
    const number = tidy(text), flaw = identityFlaw(number)
    if (number === '') add(field, 'identityEmpty')
    else if (flaw) add(field, `identity-${flaw}`, Math.abs(18 - number.length))
  }
  if (fields.name.trim().length > NameMost) add('name', 'nameLong')
  if (fields.by === 'identity') identity('identity', fields.identity)
  else if (!/^[A-Z0-9-]{1,32}$/.test(tidy(fields.household))) add('household', tidy(fields.household) === '' ? 'householdEmpty' : 'household')
  const phone = digits(fields.phone)
  if (phone === '') add('phone', 'phoneEmpty')
  else if (!/^[0-9]*$/.test(phone)) add('phone', 'phoneLetters')
  else if (phone.length !== PhoneDigits) add('phone', phone.length < PhoneDigits ? 'phoneShort' : 'phoneLong', Math.abs(PhoneDigits - phone.length))
  else if (phone[0] !== '1') add('phone', 'phoneFirst')
  family(fields).forEach((one, i) => {
    identity(`identity-${i}`, one.identity)
    if (one.name.trim().length > NameMost) add(`name-${i}`, 'nameLong')
  })
  if (!fields.consent) add('consent', 'consent')
  return found
}

/** A household's number stands for its people already. */
const family = (fields: Fields) => fields.by === 'identity' ? fields.kin : []

/** The body of a request for a ticket, or for those of a family; only what was filled in. */
export function body(fields: Fields) {
  const name = fields.name.trim()
  if (family(fields).length > 0) return {
    people: [fields, ...family(fields)].map(one => ({ identity: tidy(one.identity), ...(one.name.trim() ? { name: one.name.trim() } : {}) })), phone: digits(fields.phone), consent: fields.consent,
  }
  return {
    ...(fields.by === 'identity' ? { identity: tidy(fields.identity) } : { household: tidy(fields.household) }),
    phone: digits(fields.phone), ...(name ? { name } : {}), consent: fields.consent,
  }
}
