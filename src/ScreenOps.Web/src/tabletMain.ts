import { createApp } from 'vue'
import { stayWithoutNetwork } from './Counting/offline'
import './Counting/tablet.css'
import Tablet from './Tablet.vue'
import { start } from './ui/start'

stayWithoutNetwork('/tablet')
start(createApp(Tablet))
