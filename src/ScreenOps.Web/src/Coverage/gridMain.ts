import { createApp } from 'vue'
import { start } from '../ui/start'
import GridPage from './GridPage.vue'

start(createApp(GridPage))
