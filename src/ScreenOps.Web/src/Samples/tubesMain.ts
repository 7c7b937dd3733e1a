import { createApp } from 'vue'
import { stayWithoutNetwork } from '../Counting/offline'
import { start } from '../ui/start'
import TubesPage from './TubesPage.vue'

stayWithoutNetwork('/tubes')
start(createApp(TubesPage))
