import { createApp } from 'vue'
import { start } from '../ui/start'
import './tablet.css'
import TabletPage from './TabletPage.vue'

start(createApp(TabletPage))
