import { identityFlaw, tidy } from './identity'

export interface Fields { by: 'identity' | 'household'; identity: string; household: string; phone: string; name: string; consent: boolean }
export type Field = 'identity' | 'household' | 'phone' | 'name' | 'consent'

/** `key` is a message below `checkin.errors`. */
export interface Flaw { field: Field; key: string; n: number }

const PhoneDigits = 11
const digits = (text: string) => tidy(text).replace(/-/g, '').replace(/^\+?86(?=1[0-9]{10}$)/, '')

/** All that is wrong, in the order of the page; empty: it may be sent. */
export function flaws(fields: Fields): Flaw[] {
  const found: Flaw[] = []
  const add = (field: Field, key: string, n = 0) => found.push({ field, key, n })
  if (fields.name.trim().length > 40) add('name', 'nameLong')
  if (fields.by === 'identity') {
    const number = tidy(fields.identity), flaw = identityFlaw(number)
    if (number === '') add('identity', 'identityEmpty')
    else if (flaw) add('identity', `identity-${flaw}`, Math.abs(18 - number.length))
  } else if (!/^[A-Z0-9-]{1,32}$/.test(tidy(fields.household))) add('household', tidy(fields.household) === '' ? 'householdEmpty' : 'household')
  const phone = digits(fields.phone)
  if (phone === '') add('phone', 'phoneEmpty')
  else if (!/^[0-9]*$/.test(phone)) add('phone', 'phoneLetters')
  else if (phone.length !== PhoneDigits) add('phone', phone.length < PhoneDigits ? 'phoneShort' : 'phoneLong', Math.abs(PhoneDigits - phone.length))
  else if (phone[0] !== '1') add('phone', 'phoneFirst')
  if (!fields.consent) add('consent', 'consent')
  return found
}

/** The body of a ticket request; only what was filled in. */
export function body(fields: Fields) {
  const name = fields.name.trim()
  return {
    ...(fields.by === 'identity' ? { identity: tidy(fields.identity) } : { household: tidy(fields.household) }),
    phone: digits(fields.phone), ...(name ? { name } : {}), consent: fields.consent,
  }
}
