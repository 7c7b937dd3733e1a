import { createI18n } from 'vue-i18n'
import { zh } from './zh-CN'
import { en } from './en'

export type Language = 'zh-CN' | 'en'
interface Words { [key: string]: string | Words }

const stored = localStorage.getItem('screenops.language')
const messages: Record<string, Words> = { 'zh-CN': zh, en }

export const i18n = createI18n<false>({ legacy: false, locale: stored === 'en' ? 'en' : 'zh-CN', fallbackLocale: 'zh-CN', messages })

document.documentElement.lang = i18n.global.locale.value

export function speak(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
  localStorage.setItem('screenops.language', language)
}
