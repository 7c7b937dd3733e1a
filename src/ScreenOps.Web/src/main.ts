import { createApp } from 'vue'
import { ApiError } from './api/http'
import { enterOffice } from './Districts/office'
import OfficeApp from './OfficeApp.vue'
import { loadPage, router } from './routes'
import { leaveToSignIn } from './ui/signIn'
import StartFault from './ui/StartFault.vue'
import { start } from './ui/start'

loadPage()
enterOffice().then(
  () => start(createApp(OfficeApp).use(router)),
  (e: unknown) => {
    if (e instanceof ApiError && e.status === 401) leaveToSignIn()
    else start(createApp(StartFault, { why: e instanceof ApiError ? e.detail || e.title : String(e), forbidden: e instanceof ApiError && e.status === 403 }))
  },
)
