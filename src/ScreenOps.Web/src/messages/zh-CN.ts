import { zh as ui } from '../ui/words.zh-CN'
import { zh as board } from '../Board/words.zh-CN'
import { zh as districts } from '../Districts/words.zh-CN'
import { zh as sites } from '../Sites/words.zh-CN'
import { zh as staffing } from '../Staffing/words.zh-CN'
import { zh as advice } from '../Advice/words.zh-CN'
import { zh as duty } from '../Staffing/duty.zh-CN'
import { zh as morning } from '../Staffing/morning.zh-CN'
import { zh as access } from '../Access/words.zh-CN'
import { zh as counting } from '../Counting/words.zh-CN'
import { zh as rehearsal } from '../Rehearsal/words.zh-CN'
import { zh as checkin } from '../CheckIn/words.zh-CN'

export const zh = { ui, board, districts, sites, staffing, duty, morning, advice, access, counting, checkin, rehearsal }
