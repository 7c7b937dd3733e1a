import { createApp } from 'vue'
import '../ui/tokens.css'
import '../ui/base.css'
import './duty.css'
import { applyTheme } from '../ui/theme'
import DutyPage from './DutyPage.vue'
import { language } from './dutySpeak'

applyTheme()
document.documentElement.lang = language.value
createApp(DutyPage).mount('#app')
