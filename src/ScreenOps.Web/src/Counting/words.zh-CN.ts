export const zh = {
  desk: '登记台',
  arrived: '到达', sampled: '采样', left: '离开', today: '本轮', leftHint: '没采样就走', tube: '整管', people: '人', minutes: '分', lanesUnit: '开',
  queue: '现在排队', wait: '等候', noWait: '–', about: '按目测改成大约', keys: '输入人数', lanes: '采样台', planned: '计划 {n} 台', lanesLess: '少开一台', lanesMore: '多开一台',
  state: '采样点状态', NotOpened: '还没开放', Open: '开放', Paused: '暂停', Closed: '关闭', pause: '暂停', close: '关闭', open: '开放',
  last: '上一次：', undo: '撤销', nothingToUndo: '撤销只能撤最后一次，再按 +1 继续', undone: '已撤销', none: '还没有记录',
  safe: '全部已发送', safeHint: '服务器都已记下', waiting: '{n} 条待发送', waitingHint: '已存在本机，不会丢', silent: '{n} 分钟没有网络', silentHint: '{n} 条已存在本机，请照常计数', noNetwork: '没有网络', noNetworkHint: '请照常计数，连上后自动发送',
  progress: { waiting: '待发送', sent: '正在发送', safe: '已记下', refused: '没记下', unstored: '没存下' }, log: '最近记录', justNow: '刚刚算出', old: '数字停在 {time}', reported: '上报 {age}',
  does: { Arrived: '到达 +{n}', Sampled: '采样 +{n}', Left: '离开 +{n}', Queue: '排队 {n} 人', Lanes: '采样台 {n} 台', Open: '开放', Pause: '暂停', Close: '关闭', Undo: '撤销第 {n} 条' },
  refused: '{n} 条没有记下', refusedHint: '点开看原因', refusedTitle: '没有记下的记录', refusedRead: '知道了',
  reasons: {
    'unknown-site': '采样点编号不对，请联系指挥中心', 'unknown-round': '没有这一轮，请联系指挥中心', 'other-site': '这台平板不是这个采样点的，请重新扫码', 'bad-amount': '人数超出范围，请重新记',
    'round-not-open': '按的时候这一轮没有开放，不计入', 'round-sealed': '这一轮已封存，请联系指挥中心', 'nothing-to-undo': '那一条不能再撤销', other: '服务器没有接受，请联系指挥中心',
  },
  keysTitle: '现在排队多少人？', keysNow: '现在记的是 {n} 人', clear: '清', back: '退', keep: '不改', setTo: '改成 {n} 人',
  noRound: '现在没有开放的轮次。指挥中心开始一轮后，这里自动可以计数。', rehearsal: '演练', tubeOf: '满一管', stay: '按住 +5、+10', unstored: '{n} 条没存下', unstoredHint: '不要关页面，请用纸记下',
  clockFast: '本机时钟快 {n} 分，已自动校正', clockSlow: '本机时钟慢 {n} 分，已自动校正',
  faults: { storage: '本机存不下记录：请先用纸记，清出空间或换一台平板', signedOut: '这台平板的登记已失效。记录还在本机，请重新输入登记码', hole: '本机缺少较早的记录，请在指挥中心重新登记这台平板' }, again: '重新登记',
  tablet: {
    title: '这台平板', desk: '登记台', tubes: '试管和转运箱', lock: '锁屏，防误触', locked: '已锁定，按住 1 秒解锁', battery: '电量 {n}%', close: '返回计数', soundOn: '按键有声', soundOff: '按键无声',
    offline: { asking: '正在把页面存到本机…', ready: '页面已存本机，没有网络也能打开', insecure: '没有网络时打不开：请用 https 地址打开本页', failed: '没有网络时打不开：浏览器不能保存页面' },
    stays: '{n} 条待发送，浏览器不会清掉', mayGo: '{n} 条待发送，存在本机；请不要清除浏览器数据',
    drill: '演习：当作服务器断开', drillEnd: '恢复连接', drillHint: '演习时照常计数，数都存在本机；恢复后自动发送，一条不少。', drilling: '演习：当作服务器断开。请照常计数，恢复后自动发送。',
  },
  enrol: {
    title: '登记这台平板', text: '请用相机扫指挥中心给这个采样点的登记码；扫不了，就把码输在下面。', label: '登记码', placeholder: '登记码或整个链接', send: '登记', sending: '正在登记…',
    lost: '这台平板清过数据，旧登记不能再用。请向指挥中心要一个新的登记码。', other: '现在登录的账号不是采样点平板。输入采样点的登记码后，这台设备就用来计数。', empty: '请输入登记码', wrong: '登记码不对或已过期。请看清再输，或向指挥中心要新的。', unreachable: '连不上服务器，请检查网络后再试。', retry: '再试一次', locked: '试的次数太多，请过一会儿再试。',
  },
}
