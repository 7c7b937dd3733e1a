import { ref } from 'vue'

export type Theme = 'light' | 'dark'

const stored = localStorage.getItem('screenops.theme')
const dark = matchMedia('(prefers-color-scheme: dark)').matches

export const theme = ref<Theme>(stored === 'light' || stored === 'dark' ? stored : dark ? 'dark' : 'light')

export function applyTheme(): void {
  document.documentElement.dataset['theme'] = theme.value
}

export function switchTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark'
  localStorage.setItem('screenops.theme', theme.value)
  applyTheme()
}
