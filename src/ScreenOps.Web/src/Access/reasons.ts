import type { AuditRow } from './audit'

type Say = (key: string, values?: Record<string, string | number>) => string

/** What the server writes as a reason by itself, in the words that stand in the trail, with the name of ours for it. What a person typed stays as it is. */
const told: Partial<Record<AuditRow['kind'], readonly (readonly [RegExp, string])[]>> = {
  LinkMade: [[/^duty, (\d+) people$/, 'duties'], [/^duty$/, 'duty'], [/^tablet$/, 'tablet'], [/^tablet of a rehearsal$/, 'tabletRehearsal'], [/^new password$/, 'password'], [/^sign-in$/, 'signIn']],
  Exported: [[/^duty sheets, phones masked$/, 'sheets']],
  Printed: [[/^passes with names$/, 'passes']],
  KeyAdded: [[/^the key before it$/, 'keyBefore']],
  KeyDropped: [[/^the one before it$/, 'oneBefore']],
  Resealed: [[/^(\d+) rows$/, 'rows']],
  Retained: [[/^(\d+) removed, kept long enough$/, 'removed']],
  SignInFailed: [[/^wrong password$/, 'wrong'], [/^(\d+) with a phone(?:, code or passkey| or code) that nobody has$/, 'strangers']],
  PasskeyRemoved: [[/^all, by a link to a new password$/, 'passkeysGone']],
  PasskeyRefused: [[/^not proven$/, 'notProven'], [/^account locked or disabled, or count went back$/, 'passkeyShut']],
  AccountChanged: [[/^name$/, 'name'], [/^name, phone$/, 'namePhone']],
}

/** A grant as the trail names it: "Desk of S02". */
function scope(text: string, t: Say, te: (key: string) => boolean): string | null {
  const [, grant, site] = /^(\w+)(?: of (.+))?$/.exec(text) ?? []
  if (!grant || !te(`safe.grant.${grant}`)) return null
  return site ? t('safe.trail.told.grantOf', { grant: t(`safe.grant.${grant}`), site }) : t(`safe.grant.${grant}`)
}

/** Why, in the reader's language where the server wrote it. */
export function whyWords(row: Pick<AuditRow, 'kind' | 'why'>, t: Say, te: (key: string) => boolean): string {
  for (const [pattern, name] of told[row.kind] ?? []) {
    const found = pattern.exec(row.why)
    if (found) return t(`safe.trail.told.${name}`, { n: found[1] ?? '' })
  }
  if (row.kind === 'Unmasked' && row.why.startsWith('identity number: ')) return t('safe.trail.told.identity', { why: row.why.slice('identity number: '.length) })
  if (row.kind === 'AccountMade') return scope(row.why, t, te) ?? row.why
  if (row.kind === 'AccountChanged') {
    const grants = row.why.split(' to ').map(one => scope(one, t, te))
    if (grants.length === 2 && grants[0] && grants[1]) return t('safe.trail.told.fromTo', { from: grants[0], to: grants[1] })
  }
  return row.why
}

/** What it is about: a name where the server knows one, else what kind of thing with its number. */
export function aboutWords(row: Pick<AuditRow, 'subject' | 'about'>, t: Say, te: (key: string) => boolean): string {
  if (row.about !== row.subject) return row.about
  return row.subject.split(' ').map(part => {
    const [kind, ...rest] = part.split('/')
    if (!kind || !te(`safe.trail.thing.${kind}`)) return part
    // A long id says nothing to a person; its begin tells two apart.
    const id = rest.join('/')
    return `${t(`safe.trail.thing.${kind}`)} ${id.length === 36 ? id.slice(0, 8) : id}`.trim()
  }).join(' ')
}
