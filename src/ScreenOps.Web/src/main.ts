import { createApp } from 'vue'
import { ApiError, ask } from './api/http'
import BoardPage from './Board/BoardPage.vue'
import { start } from './ui/start'

ask('session').then(
  () => start(createApp(BoardPage)),
  (e: unknown) => {
    if (e instanceof ApiError && e.status === 401) window.location.replace('/in')
    else start(createApp(BoardPage))
  },
)
