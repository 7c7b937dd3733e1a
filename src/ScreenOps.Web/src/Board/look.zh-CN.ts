export const lookZh = {
  title: '全部部件', rule: '每一页都只由这些部件组成。', theme: { light: '浅色', dark: '深色', wall: '墙屏' }, done: '完成', button: '按钮', main: '主要按钮', grave: '慎重', quiet: '次要', off: '现在不能', busy: '正在做…', choice: '多选一', phone: '手机上', glove: '戴手套', hatched: '旧的或不真实的', icons: '图标', fields: '输入',
  label: '名称', hint: '先说清要什么', wrong: '哪里不对，怎么改', agree: '同意', panes: '面板里的各种情形', empty: '这里还没有内容', emptyHint: '以及该做什么。', above: '浮在上面的', question: '询问', side: '旁边的表单', toast: '做完的提示', said: '已完成', ask: '要做吗？', means: '这里说明它意味着什么。',
}
