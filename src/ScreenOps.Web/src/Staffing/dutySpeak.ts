import { speaker } from '../ui/speak'
import { zh } from './duty.zh-CN'
import { en } from './duty.en'

export const { language, t, has, switchLanguage } = speaker({ 'zh-CN': zh, en })
