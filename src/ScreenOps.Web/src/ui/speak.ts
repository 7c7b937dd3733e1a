import { ref } from 'vue'

export interface Words { [key: string]: string | Words }

/** The words of a page that is read on a phone's data: it brings its own and no library for them. */
export function speaker(words: Record<'zh-CN' | 'en', Words>) {
  const stored = localStorage.getItem('screenops.language')
  const language = ref<'zh-CN' | 'en'>(stored === 'en' ? 'en' : 'zh-CN')

  function t(key: string, values: Record<string, string | number> = {}): string {
    let found: string | Words | undefined = words[language.value]
    for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined
    return typeof found === 'string' ? found.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')) : key
  }
  const has = (key: string) => t(key) !== key
  function switchLanguage(): void {
    language.value = language.value === 'en' ? 'zh-CN' : 'en'
    localStorage.setItem('screenops.language', language.value)
    document.documentElement.lang = language.value
  }
  return { language, t, has, switchLanguage }
}
