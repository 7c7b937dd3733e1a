import { speaker } from '../ui/speak'
import { zh } from './words.zh-CN'
import { en } from './words.en'

export const { language, t, has, switchLanguage } = speaker({ 'zh-CN': zh, en })
