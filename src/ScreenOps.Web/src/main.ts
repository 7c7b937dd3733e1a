import { createApp } from 'vue'
import BoardPage from './Board/BoardPage.vue'
import { start } from './ui/start'

start(createApp(BoardPage))
