import { createApp } from 'vue'
import { start } from '../ui/start'
import SignInPage from './SignInPage.vue'

start(createApp(SignInPage))
