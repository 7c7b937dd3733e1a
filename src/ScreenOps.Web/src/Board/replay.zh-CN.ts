export const replayZh = {
  look: '回看', lookHint: '逐分钟重放这个早晨，当时知道什么就显示什么', title: '回看', banner: '回看 {at}，不是现在', of: '{name}，当时所知', live: '回到实时',
  play: '播放', pause: '暂停', back: '退一分钟', on: '进一分钟', before: '上一件事', next: '下一件事', minute: '显示的时刻', speed: '播放速度',
  keys: { play: '空格', back: '←（按住 Shift 为十分钟）', on: '→（按住 Shift 为十分钟）', before: '[', next: ']' },
  event: { Open: '开放', Paused: '暂停', Closed: '关闭', Act: '需处理', Stale: '不再上报' },
  loading: '正在从台账读取这一轮…', missing: '这一轮还没有可以回看的时刻。', failed: '没有读到这一轮。', forbidden: '您的账号不能回看这一轮。', noAdvice: '回看里不给建议。',
}
