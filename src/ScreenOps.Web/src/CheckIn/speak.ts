import { ref } from 'vue'
import { zh } from './words.zh-CN'
import { en } from './words.en'

interface Words { [key: string]: string | Words }

const stored = localStorage.getItem('screenops.language')
export const language = ref<'zh-CN' | 'en'>(stored === 'en' ? 'en' : 'zh-CN')
const words: Record<string, Words> = { 'zh-CN': zh, en }

/** A message of this room. The page is read on a phone's data: it brings its own words and no library for them. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  let found: string | Words | undefined = words[language.value]
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined
  return typeof found === 'string' ? found.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')) : key
}

export function has(key: string): boolean { return t(key) !== key }

export function switchLanguage(): void {
  language.value = language.value === 'en' ? 'zh-CN' : 'en'
  localStorage.setItem('screenops.language', language.value)
  document.documentElement.lang = language.value
}
