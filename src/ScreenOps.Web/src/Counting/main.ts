import { createApp } from 'vue'
import { start } from '../ui/start'
import Loading from '../ui/Loading.vue'

start(createApp(Loading))
