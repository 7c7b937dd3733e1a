export const wallZh = {
  open: '墙屏', openHint: '全屏投到墙上：轮流显示各个视图，不熄屏', rehearsal: '演练：不是真实数据', view: { map: '地图和待处理', sites: '全部采样点', day: '今天' }, held: '已停住', hold: '停住', go: '继续', whole: '全屏', leave: '退出墙屏',
  nobody: '现在没有需要处理的点。', more: '另有 {n} 个待处理', rest: '{calm} 个正常 · {closed} 个关闭', waiting: '{n} 人在等', behind: '进度靠后',
}
