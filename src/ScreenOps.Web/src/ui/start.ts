import type { App } from 'vue'
import './tokens.css'
import './base.css'
import { i18n } from '../messages'
import { applyTheme } from './theme'

/** Every page starts here: same look, same messages. */
export function start(app: App): void {
  applyTheme()
  app.use(i18n).mount('#app')
}
