import { createApp } from 'vue'
import { start } from './ui/start'
import './CheckIn/desk.css'
import Desk from './Desk.vue'

start(createApp(Desk))
