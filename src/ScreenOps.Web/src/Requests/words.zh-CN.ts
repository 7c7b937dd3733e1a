export const zh = {
  title: '待处理', unanswered: '还没有人接手', which: '显示哪些', takeOrPut: '接手还是搁置', old: '读不到新的，显示的是之前的', escalated: '已升级', toSite: '看采样点', fold: '{what}：{n} 个点', asks: '求助：{what}', seen: '{what}',
  keysOn: '快捷键 开', keysOff: '快捷键 关', keysHint: 'j / k 上下选，t 接手，s 搁置，e 升级，Enter 看采样点，Esc 收起', soundOn: '声音 开', soundOff: '声音 关',
  group: { open: '待处理', snoozed: '搁置', ended: '已结束' },
  none: { open: '没有需要人处理的', snoozed: '没有搁置的', ended: '这一轮还没有处理完的' },
  severity: { Emergency: '紧急', Act: '需处理', Watch: '留意' },
  cause: {
    tubes: '缺采样管', swabs: '缺采样拭子', clothes: '缺防护服', disinfectant: '缺消毒液', people: '缺人手', order: '维持秩序', power: '停电断网', medical: '医疗急救',
    paused: '采样点已暂停', 'long-wait': '等候过长', 'no-report': '没有上报', 'not-opened': '没开放，有人在等', 'lane-idle': '有台闲置，有人在等', 'will-not-finish': '收尾前采不完',
  },
  waits: '等候 {n} 分', queues: '排队 {n} 人', nobody: '无人接手', comes: '{who} {at} 到', late: '{who} 已过 {n} 分', there: '人已到', thereBy: '{who} 已到', until: '搁置到 {at}', minutes: '{n} 分钟', madeAt: '{at} 断网时按下',
  end: { Resolved: '已解决', Withdrawn: '已撤回', Cleared: '自行解除' },
  act: { Take: '接手', Release: '退回', Arrive: '人已到', Escalate: '升级', Snooze: '搁置', Wake: '取回', Resolve: '已解决', Reopen: '重开' },
  in: { Take: '{n} 分钟内到', Snooze: '{n} 分钟' },
  did: { Take: '已接手：{site}，{n} 分钟内到', Release: '已退回：{site}', Arrive: '已记到场：{site}', Escalate: '已升级：{site}', Snooze: '已搁置 {n} 分钟：{site}', Wake: '已取回：{site}', Resolve: '已解决：{site}', Reopen: '已重开：{site}' },
  history: { Raise: '提出', Ask: '再次求助', Take: '接手，{n} 分钟内到', Release: '退回', Arrive: '人已到', Escalate: '升级', Snooze: '搁置 {n} 分钟', Wake: '取回', Resolve: '已解决', Withdraw: '撤回', Clear: '自行解除', Reopen: '重开' },
  historyOf: '经过', by: { Clock: '系统', Site: '采样点', Office: '指挥中心' },
  heard: { new: '新的{severity}：{site}，{what}。', escalated: '已升级：{site}，{what}，还没有人处理。', more: '另有 {n} 条。' },
  no: {
    NoAlert: '这一轮没有这一条。', Newer: '同一原因又有了新的一条，请处理那一条。', Reused: '请再按一次。', Full: '这一条的记录太多了，请先解决它。', HasEnded: '它已经结束；要继续请重开。', NotEnded: '它还没有结束。',
    NotYours: '这不归指挥中心做。', OtherKind: '这一类不能这样处理。', BadMinutes: '分钟数不在允许的范围内。', IsThere: '人已经到了；请先解决或退回。', IsEmergency: '紧急的不能搁置；请接手或解决。', TooEarly: '还没到时候。',
  },
  next: {
    title: '接下来', none: '一小时内没有预见到的问题', more: '还有 {n} 项', less: '收起', sites: '{n} 个点', in: '还有 {n} 分', ago: '已过 {n} 分',
    Post: '{name} 班 {n} 人未到岗', Finish: '{n} 人采不完，要到 {at}', Tubes: '箱 {name}（{n} 管）超过转运时限', Loose: '未装箱的管超过转运时限',
  },
  help: {
    title: '求助', more: '更多', open: '求助和进展', choose: '缺什么？按一下就发出', close: '返回计数', medical: '有人有生命危险，先打 120', refused: '没有收到', storage: '本机存不下，仍会发送；请保持页面打开', others: '另有 {n} 项',
    kept: '已存本机，有网就发', Waiting: '已求助 {at}，等人接手', Taken: '{who} 已接手，{at} 到', TakenIn: '{who} 已接手，还有 {n} 分到', TakenLate: '{who} 已接手，原定 {at} 到', Arrived: '人已到', Ended: '已结束',
    ended: { Resolved: '已解决', Withdrawn: '已撤回', Cleared: '已解除' }, withdraw: '撤回', arrived: '人到了', resolved: '解决了', asked: '已求助', again: '催一下', read: '知道了', pending: '待发送',
  },
}
