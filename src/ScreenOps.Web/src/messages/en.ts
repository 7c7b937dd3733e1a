import { en as ui } from '../ui/words.en'
import { en as board } from '../Board/words.en'
import { en as districts } from '../Districts/words.en'
import { en as sites } from '../Sites/words.en'
import { en as staffing } from '../Staffing/words.en'
import { en as advice } from '../Advice/words.en'
import { en as duty } from '../Staffing/duty.en'
import { en as morning } from '../Staffing/morning.en'
import { en as access } from '../Access/words.en'
import { en as counting } from '../Counting/words.en'
import { en as rehearsal } from '../Rehearsal/words.en'
import { en as checkin } from '../CheckIn/words.en'

export const en = { ui, board, districts, sites, staffing, duty, morning, advice, access, counting, checkin, rehearsal }
