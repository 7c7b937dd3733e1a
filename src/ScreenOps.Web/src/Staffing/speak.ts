import { useI18n } from 'vue-i18n'
import type { Place, Plan, Role } from './plan'
import { siteAt } from './plan'
import type { ApiError } from '../api/http'
import { cure } from '../ui/asking'

/** Names of roles, shifts and seats, and faults, in the reader's language. */
export function useNames(plan: () => Plan | null) {
  const { t, te, locale } = useI18n()
  const role = (name: Role) => t(`staffing.role.${name}`)
  const shift = (code: string) => plan()?.shifts.find(s => s.code === code)?.name ?? code
  const site = (code: string) => { const p = plan(); return (p && siteAt(p, code)?.name) ?? code }
  const at = (p: Place) => t('staffing.seatTitle', { site: site(p.site), shift: shift(p.shift), role: role(p.role) })
  const clock = (time: string) => time.slice(0, 5)
  const km = (value: number) => new Intl.NumberFormat(locale.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value)
  const list = (words: string[]) => words.join(locale.value === 'en' ? ', ' : '、')
  /** Where those are who could: only what is not zero. */
  const counts = (held: number, where: [word: 'used' | 'here' | 'other' | 'bound' | 'away', n: number][]) =>
    t('staffing.held', { n: held }) + where.filter(([, n]) => n > 0).map(([word, n]) => t(`staffing.${word}`, { n })).join(locale.value === 'en' ? ', ' : '，')
  /** The server's English sentence says more; other languages have a sentence for each of its names. */
  const faultWords = (fault: ApiError) => ruleWords(fault.reason ?? '', cure(t, fault))
  const ruleWords = (name: string, told: string) => locale.value !== 'en' && te(`staffing.fault.${name}`) ? t(`staffing.fault.${name}`) : told
  /** A rule that would be broken, in a sentence. */
  const ruleName = (name: string) => te(`staffing.fault.${name}`) ? t(`staffing.fault.${name}`) : name
  return { t, role, shift, site, at, clock, km, list, counts, faultWords, ruleWords, ruleName }
}
