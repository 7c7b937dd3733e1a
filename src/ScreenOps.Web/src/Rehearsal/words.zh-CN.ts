export const zh = {
  banner: '演练：不是真实数据', played: '已播放 {done} / {all} 条', over: '演练的平板已经停下', end: '结束演练', beside: '一场演练正在进行，不影响真实数据', look: '看演练',
  what: '用预计的到达人数演练一个早晨，不影响真实数据', speed: '比真实快多少', begin: '开始演练', beginning: '正在开始…',
}
