export const zh = {
  loading: '正在载入…', failed: '没有取到数据', again: '再试一次', forbidden: '您的账号不能查看这一页', forbiddenHint: '请用指挥中心账号登录。',
  save: '保存', cancel: '取消', close: '关闭', add: '添加', edit: '修改', remove: '停用', confirm: '确认', dark: '换成深色', light: '换成浅色',
  language: '语言', secondsAgo: '{n} 秒前', minutesAgo: '{n} 分钟前', never: '未上报', unreachable: '连不上服务器，请检查网络后再试。', none: '无',
  undo: '撤销', undone: '已撤销', restore: '恢复', saving: '正在保存…', away: '服务器或数据库没有回答，请过几秒再试。平板上的计数不受影响。', old: '没有取到新数据，下面是之前的。', toCorrect: '有 {n} 处要改', notSaved: '没有保存', unsaved: '还有没保存的修改，请先保存或取消。',
}
