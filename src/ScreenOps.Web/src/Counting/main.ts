import { createApp } from 'vue'
import { start } from '../ui/start'
import './tablet.css'
import { stayWithoutNetwork } from './offline'
import TabletPage from './TabletPage.vue'

stayWithoutNetwork()
start(createApp(TabletPage))
