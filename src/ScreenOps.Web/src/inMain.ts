import { createApp } from 'vue'
import SignInPage from './Access/SignInPage.vue'
import { start } from './ui/start'

/** A tablet that comes with a code for another site first sends what it still holds of the old one. */
const before = async () => {
  if (localStorage.getItem('screenops.tablet')) await (await import('./Counting/handOver')).sendWaiting()
}

start(createApp(SignInPage, { before }))
