import { createApp } from 'vue'
import { stayWithoutNetwork } from './Counting/offline'
import { start } from './ui/start'
import './CheckIn/desk.css'
import Desk from './Desk.vue'

stayWithoutNetwork('/desk')
start(createApp(Desk))
