import { speaker } from '../ui/speak'
import { zh } from './words.zh-CN'
import { en } from './words.en'
import { moreZh } from './more.zh-CN'
import { moreEn } from './more.en'

export const { language, t, has, switchLanguage } = speaker({ 'zh-CN': { ...zh, ...moreZh }, en: { ...en, ...moreEn } })
