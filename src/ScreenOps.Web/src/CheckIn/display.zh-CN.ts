export const zh = {
  lane: '{n} 号台', come: '请过来', sampling: '正在采样', again: '再叫一次', recent: '刚叫过', called: '已叫到', noneYet: '还没有叫号', noneYetText: '取了号的居民，请等这里叫号。', noRound: '现在没有采样', noRoundText: '下一轮开始后，这里会叫号。',
  queue: '正在排队', people: '人', wait: '现在来要等', minutes: '分', unknown: '说不准', faster: '去{site}更快', only: '只等', away: '{km} 公里', scan: '扫码取号', stale: '连接中断，数字停在 {time}',
  secondsAgo: '{n} 秒前', minutesAgo: '{n} 分钟前', never: '还没上报', missing: '这不是叫号屏的地址', missingText: '请在登记台点“叫号屏”，重新取地址。', many: '这个采样点开着的屏太多，关掉一个再开。',
  voiceOn: '声音已开', voiceOff: '已静音', voiceStart: '点这里打开叫号声音', noVoice: '这台屏没有中文语音，只显示不报号', paused: '暂停采样', closed: '已关闭', rehearsal: '演练：不是真的排队',
  say: '请 {n} 号到 {lane} 号采样台', sayPriority: '请优先 {n} 号到 {lane} 号采样台',
}
