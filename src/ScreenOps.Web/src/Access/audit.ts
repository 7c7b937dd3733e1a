export const auditKinds = [
  'Unmasked', 'AccountMade', 'AccountChanged', 'AccountDisabled', 'AccountEnabled', 'LinkMade', 'SignedOutEverywhere', 'PasswordSet', 'TabletRevoked', 'SignInFailed', 'Locked', 'Exported', 'Printed', 'Imported',
  'KeyAdded', 'KeyDropped', 'Resealed', 'Erased', 'Retained', 'Anchored', 'PasskeyAdded', 'PasskeyRemoved', 'PasskeyUsed', 'PasskeyRefused',
] as const

export interface AuditRow { number: number; at: string; district: string | null; kind: (typeof auditKinds)[number]; by: string; grant: string; subject: string; about: string; why: string }
export interface AuditPage { rows: AuditRow[]; before: number | null }
export interface AuditVerified { rows: number; last: number; hash: string; anchor: number; faults: { flaw: 'Missing' | 'Changed' | 'CutOff' | 'Replaced'; from: number; to: number }[] }

/** Who did it: the account's name or the tablet's site with its grant; a verb at the machine; or the server itself. */
export function byWords(row: AuditRow, t: (key: string) => string, te: (key: string) => boolean): string {
  const grant = te(`safe.grant.${row.grant}`) ? t(`safe.grant.${row.grant}`) : row.grant
  if (row.by) return `${row.by}${grant ? ` · ${grant}` : ''}`
  return row.grant === 'Operator' ? t('safe.trail.verb') : grant || t('safe.trail.machine')
}
