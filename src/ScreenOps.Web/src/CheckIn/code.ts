import { createApp } from 'vue'
import { start } from '../ui/start'
import CodePage from './CodePage.vue'

start(createApp(CodePage))
