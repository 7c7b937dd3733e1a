import type { Role } from './roles'

/** @param phone Masked, such as 138****1234. @param shifts Codes of the shifts that the member may take; null: all. */
export interface Member { id: string; name: string; kind: string; unit: string; phone: string; roles: Role[]; village: string; shifts: string[] | null; retired: boolean }

/** What is typed; an empty phone leaves that of a known member as it is. */
export interface MemberFields { name: string; phone: string; kind: string; unit: string; roles: Role[]; village: string; allDay: boolean; shifts: string[] }

/** So many the server tells at most. */
export const Bound = 1000
/** As the office's form writes them; imports may bring others. */
export const memberKinds = ['机关干部', '村两委', '医护人员', '志愿者', '爱心企业']

const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase()
export const digits = (phone: string) => plain(phone).replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '')
const mask = (phone: string) => phone.slice(0, 3) + '****' + phone.slice(-4)

/** Whether every word of the query is in what the row shows; a whole phone number, or its last digits, finds its row behind the mask. */
export function matches(member: Member, query: string, word: (role: Role) => string): boolean {
  const shown = plain([member.name, member.unit, member.village, member.kind, ...member.roles.map(word)].join(' '))
  const phone = digits(query)
  if (/^1\d{10}$/.test(phone)) return member.phone === mask(phone)
  return plain(query).split(/\s+/).every(part => shown.includes(part) || (/^\d{2,4}$/.test(part) && member.phone.endsWith(part)))
}

export function fieldsOf(member: Member | null): MemberFields {
  return member
    ? { name: member.name, phone: '', kind: member.kind, unit: member.unit, roles: [...member.roles], village: member.village, allDay: member.shifts === null, shifts: [...member.shifts ?? []] }
    : { name: '', phone: '', kind: '', unit: '', roles: [], village: '', allDay: true, shifts: [] }
}

export type MemberFlaw = 'name' | 'phone' | 'roles' | 'village' | 'shifts'

export function memberFlaws(fields: MemberFields, known: boolean): MemberFlaw[] {
  const wrong: Record<MemberFlaw, boolean> = {
    name: fields.name.trim() === '' || fields.name.trim().length > 40,
    phone: fields.phone.trim() === '' ? !known : !/^1\d{10}$/.test(digits(fields.phone)),
    roles: fields.roles.length === 0,
    village: fields.village.trim() === '' || fields.village.trim().length > 60,
    shifts: !fields.allDay && fields.shifts.length === 0,
  }
  return (Object.keys(wrong) as MemberFlaw[]).filter(field => wrong[field])
}

/** As the server takes it; a phone that is not said stays. */
export const memberBody = (fields: MemberFields, id: string, retired: boolean) => ({
  id, name: fields.name.trim(), phone: digits(fields.phone) || null, kind: fields.kind.trim(), unit: fields.unit.trim(), roles: fields.roles, village: fields.village.trim(),
  shifts: fields.allDay ? null : fields.shifts, retired,
})
