import { createApp } from 'vue'
import { start } from '../ui/start'
import TubesPage from './TubesPage.vue'

start(createApp(TubesPage))
