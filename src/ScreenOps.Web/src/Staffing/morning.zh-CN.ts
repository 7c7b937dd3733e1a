export const zh = {
  chooseRound: '轮次', noRound: '还没有轮次', noRoundHint: '先建一轮、排好班、发布方案，再来这里看谁到岗。', notPublished: '方案还没有发布', notPublishedHint: '发布方案后，在这里看谁答应了、谁到了、谁没到。', toPlan: '去排班', lost: '{time} 起没有更新', live: '实时',
  seats: '{n} 个席位', held: '有人', confirmed: '已确认', present: '已到岗', empty: '空缺',
  risk: '有风险', riskNone: '现在没有人有风险。', riskHint: '开班前 15 分钟不在岗、未答复、上次缺岗', reason: { NotThere: '不在岗', NotConfirmed: '未答复', AbsentLast: '上次缺岗' }, since: '{time} 起', sinceFor: '{time} 起，{n} 分钟', on: '{day}', filterAll: '全部',
  mark: { CheckIn: '到了', Miss: '缺岗', Confirm: '答应了', Decline: '来不了' }, marked: { CheckIn: '{who} 已到岗', Miss: '{who} 记为缺岗，席位空出', Confirm: '{who} 已确认', Decline: '{who} 来不了，席位空出' }, more: '再显示 {n} 人',
  link: '链接', linkFor: '{who} 的值班页', linkHint: '{until} 前可登录一次。让本人扫码，或把链接发过去。', copy: '复制链接', copied: '已复制',
  sheet: '全部链接', sheetHint: '下载一张表，每个已通知的人一个一次性链接，用来群发',
  holes: '空缺席位', holesNone: '每个席位都有人。', could: '有 {n} 人能来', couldNone: '没有空闲的人能来', left: { Declined: '{who} 来不了', Absent: '{who} 没到', Released: '{who} 已释放' }, ask: '问 {n} 人', asking: '第 {n} 批', askingLeft: '{n} 分钟后问下一批', stop: '不再问', answer: { Yes: '答应了', No: '来不了', Expired: '没答复', Void: '不用了', null: '等答复' },
  repair: '找补位方案', repairing: '正在找…', repairTitle: '改动最少的补位', repairNone: '现在补不了：空闲又愿意的人都不合适，挪动别人也没有用。', repairFigures: '空缺 {before} → {after}，路程 {kmBefore} → {kmAfter} 公里；{lost} 人离开已告知的席位；用时 {ms} 毫秒。', proven: '没有改动更少、补得一样多的方案。', take: '采用', leave: '不用', stepsIn: '顶上', moves: '从{site}来', goes: '空出', taken: '已采用，通知了 {n} 人', mustAnswer: '顶上和调动的人会在自己的页面上看到，请他们答复。', role: '任{role}',
  spare: '机动人员', spareHint: '能任、有空、没问过也没谢绝', spareNone: '没有人了。', lastAsked: '{time} 问过', neverAsked: '没问过', staysOn: '愿意留下',
  hands: '采样台交接', handsNone: '还没有。', hand: '{lane} 号台：{giver} → {taker}', handOpen: '还没签收',
  posts: '到岗码', postsHint: '贴在工作人员报到处，扫码签到', postSite: '采样点', print: '打印', askings: '之前问过的', state: { Open: '正在问', Filled: '已补上', Exhausted: '没人可问', Stopped: '已停止' },
  fault: { NoRound: '没有这一轮了。', Ended: '这一班或这一轮已经结束。', NoSeat: '这一轮没有这个席位了。', SeatFilled: '这个席位已有人。', AlreadyAsking: '已经在为这个席位问人。', Nobody: '能来的人都问过了。找补位方案，可以挪动别人。', NotPublished: '请先发布方案。', Overtaken: '方案已有变动，请重新找补位。', TooEarly: '还没到时候。', Gone: '这个席位已经让出。', AtPost: '这个人已在岗。', NoDuty: '这个人没有这一班了。', SeatTaken: '这个席位已有别人。', NotTold: '请先发布方案。', Over: '这一班已经结束。', LockLost: '会动到已在岗或锁定的人，请重新找。' },
}
