export const zh = { title: '态势', rehearsal: '演练，不是真实数据', lost: '与服务器的连接已断开，正在重连；下面的数字停在断开时。', totals: '已采样 {sampled} 人 · 正在排队 {queue} 人',
  site: '采样点', state: '状态', wait: '等候 分', queue: '排队', age: '上报', health: { Calm: '正常', Closed: '关闭', Stale: '未上报', Watch: '留意', Act: '需处理', Paused: '暂停' } }
