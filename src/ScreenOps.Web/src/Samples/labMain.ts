import { createApp } from 'vue'
import { start } from '../ui/start'
import LabPage from './LabPage.vue'

start(createApp(LabPage))
