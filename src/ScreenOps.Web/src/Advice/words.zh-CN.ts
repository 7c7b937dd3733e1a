export const zh = {
  title: '现在怎么办最有用', worst: '如果不处理，半小时后最长要等 {n} 分钟。下面每一条都按上面各条已经执行来预计。',
  calm: '半小时后没有人会等超过 {n} 分钟，不需要调动。', nobodySpare: '半小时后最长要等 {n} 分钟，附近没有采样点能腾出采样台。请在当地加开采样台，或引导居民去别处。',
  nobodyKnows: '还没有开放并上报的采样点；开始计数后这里会给出建议。', notOpen: '轮次开放期间才能调动采样台。',
  way: '相距 {km} 公里，{n} 分钟后可以采样', lanes: '采样台 {from} → {to}', without: '不处理', with: '调动后', real: '实际', minutes: '{n} 分钟',
  send: '调 1 个采样台和 {n} 人', sendLane: '调 1 个采样台', took: '已从{giver}调 1 个采样台到{taker}。', done: '本轮已调动',
  due: '{at} 对比实际', measured: '{at} 已对比', undone: '{at} 已撤回',
  fault: { NoPlan: '没有排班表，由点长决定谁去。', NoLead: '那里没有点长放人，请先打电话确认。', TooFew: '采样员不够，无法指定一组人；由点长决定谁去。' },
}
