import { createApp } from 'vue'
import { start } from './ui/start'
import './CheckIn/display.css'
import DisplayPage from './CheckIn/DisplayPage.vue'

start(createApp(DisplayPage))
