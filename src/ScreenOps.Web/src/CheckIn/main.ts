import { createApp } from 'vue'
import '../ui/tokens.css'
import '../ui/base.css'
import './resident.css'
import { applyTheme } from '../ui/theme'
import ResidentPage from './ResidentPage.vue'
import { language } from './speak'

applyTheme()
document.documentElement.lang = language.value
createApp(ResidentPage).mount('#app')
