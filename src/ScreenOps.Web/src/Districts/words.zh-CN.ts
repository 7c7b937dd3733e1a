export const zh = {
  pages: '主要页面', page: { board: '态势', plan: '排班', rounds: '轮次', sites: '采样点', members: '人员', import: '导入' },
  whichRound: '看哪一轮', real: '真实', rehearsal: '演练', noRound: '没有开放的轮次', signOut: '退出登录（{name}）',
}
