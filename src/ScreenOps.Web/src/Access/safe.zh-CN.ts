export const safeZh = {
  accounts: '账号', audit: '审计',
  grant: { Operator: '系统管理员', City: '市级', CommandCentre: '指挥部', SiteLead: '点长', Desk: '信息台', Member: '工作人员', Courier: '转运员', Lab: '实验室', GridWorker: '网格员', Device: '平板' },
  reaches: {
    Operator: '所有街道的一切，以及密钥和审计', City: '查看所有街道的态势，不能改动', CommandCentre: '本街道的一切', SiteLead: '一个采样点的计数、信息台、试管和人员', Desk: '一个采样点的信息台和试管',
    Member: '自己的班次', Courier: '签收途中的转运箱', Lab: '签收转运箱，登记试管结果', GridWorker: '看自己网格里谁还没采，打电话、记下情况',
  },
  page: {
    search: '姓名、采样点或权限', byGrant: '按权限', any: '全部权限', withStaff: '含工作人员（{n}）', withDisabled: '含已停用（{n}）', add: '添加账号', name: '名称', grantOf: '权限', scope: '范围', signIn: '登录方式', lastIn: '上次登录', state: '状态',
    all: '所有街道', district: '本街道', own: '您', password: '密码', link: '仅链接', and: '、', never: '从未', locked: '锁定到 {time}', disabled: '已停用', mustChange: '下次先设密码', none: '还没有账号', noneText: '服务器的第一个链接会建好指挥部的账号；请再添加一起工作的人。',
    notFound: '没有找到', showAll: '全部显示', people: '人员', tablets: '平板',
  },
  pane: {
    nameHint: '人名或岗位名，大家怎么叫就怎么写', phone: '手机号', phoneHint: '用密码登录时使用；不填则只用链接登录。加密保存，之后只显示部分数字', phoneStays: '现在是 {phone}；不改就留空', phoneNone: '还没有；填了才能用密码登录', site: '采样点', siteHint: '这个权限只管一个采样点', grid: '网格', gridHint: '与居民名单里的写法一致', noGrids: '还没有居民名单，请先导入',
    ofMember: '这是工作人员的账号：姓名、手机号和岗位在“人员”页维护。', flaw: { name: '请填名称，最多 40 个字', phone: '手机号是 1 开头的 11 位数字', site: '请选择采样点', grid: '请选择网格', grant: '请选择权限' }, saved: '已保存：{name}', taken: '这个手机号属于另一个账号，请查找那个账号',
    acts: '登录', linkOnce: '登录链接', linkPassword: '设新密码的链接', linkPasswordHint: '忘记密码或第一次设密码时用', signOut: '在所有设备上退出', signedOut: '{name} 已在所有设备上退出', disable: '停用', enable: '恢复', disabledNow: '{name} 已停用并退出登录', enabledNow: '{name} 已恢复',
    disableAsk: '停用 {name}？', disableMeans: '立即在所有设备上退出，密码、链接和通行密钥都不能再登录。做过的事仍有记录。以后可以恢复。', yours: '这是您自己的账号：权限和停用请由别人操作。',
  },
  link: { title: '{name} 的链接', titleTablet: '{name} 的平板', hint: '只能用一次，{until} 前有效。请用本人的手机或平板扫码，或只把地址发给本人。', password: '打开后先设新密码，旧密码和所有通行密钥随即失效。', copy: '复制链接', copied: '已复制' },
  tablet: { lead: '平板扫一次码就登记到一个采样点，只为那个点计数。', site: '采样点', enrol: '登记平板', since: '登记时间', id: '平板', revoked: '已注销', revoke: '注销', ask: '注销 {site} 的这台平板？', means: '半分钟内停止计数，已计的数保留。要再用，请重新登记。', done: '已注销 {site} 的平板', none: '还没有登记的平板', noneText: '选一个采样点，用平板扫它的码。' },
  first: { title: '请设置密码', text: '至少 10 个字符；几个词连着写最好记。别人不会知道它。', next: '新密码', again: '再输一次', go: '保存并继续', short: '至少 10 个字符', differs: '两次输入不一样' },
  ring: {
    open: '拨打', title: '显示 {name} 的电话？', means: '只显示一小会儿。您的名字、时间和原因会记入审计。', why: '原因', whyHint: '不要写人名或号码', missing: '请写明原因，至少 2 个字', yes: '显示', call: '拨打 {phone}', none: '没有登记电话', left: '{n} 秒后隐藏', hide: '隐藏',
    reasons: { callBack: '试管异常需要召回 / 通知同住人复采', duty: '未到岗 / 请人顶岗 / 班次有变', desk: '叫号未到 / 核对排队号', member: '班次有变 / 本人要求', missing: '还没来采样 / 需要重采 / 约上门采样' },
  },
  person: {
    title: '个人查询', lead: '本人要求查看或抹除其信息时使用。每一步连同您的名字和原因都会记入审计。', number: '完整的身份证号或手机号', find: '查找', none: '这里没有人用这个号码', noneText: '请核对每一位数字。不在名册上的人，会在轮次封存 30 天后自动清除。', flaw: '请填 18 位身份证号，或 11 位手机号',
    first: '请输入号码', firstText: '号码只随请求发出，不会出现在网址里。', walkIn: '不在名册', export: '导出本人信息', erase: '抹除', exportAsk: '导出 {name} 的全部信息？', exportMeans: '文件含姓名、号码、登记、试管、通行码，以及谁看过。只交给本人，交后删除。', eraseAsk: '抹除 {name}？',
    eraseMeans: '姓名、号码和住址将永久清除，无法恢复；通行码失效。计过的数保留，但不再对应此人。请同时从 residents.csv 删去这一行，否则下次导入又会带回。', erased: '已抹除 {name}', handed: '文件已保存', exportYes: '保存文件',
  },
  trail: {
    lead: '对个人信息、权限和密钥做过的事，最新的在前。每行环环相扣：改动、删去或插入都会被发现。', kind: '事项', any: '全部事项', at: '时间', by: '谁', about: '关于', why: '原因', none: '还没有记录', noneText: '第一次发出登录链接或授予权限后，这里就会有。', more: '显示更早的', verify: '检查记录', verifying: '正在检查…', good: '{rows} 行都和写下时一样；本服务器的锚点记到第 {anchor} 行。',
    bad: '记录和写下时不一样', badHint: '先备份数据库，再与日志核对；日志每小时写下最后一行的编号。', flaw: { Missing: '缺第 {from} 到 {to} 行', Changed: '第 {from} 行被改过或是插入的', CutOff: '末尾缺第 {from} 到 {to} 行，或恢复了较早的备份', Replaced: '第 {from} 行不是本服务器记得的那一行' },
    machine: '服务器', verb: '管理员（命令行）', only: '只看关于它的', everything: '重新显示全部',
    told: {
      duties: '{n} 人的班次', duty: '班次', tablet: '平板', tabletRehearsal: '演练用平板', password: '设新密码', signIn: '登录', sheets: '值班表，手机号已遮盖', passes: '带姓名的通行码', keyBefore: '在它之后新增', oneBefore: '它之前的那一把', rows: '{n} 行', removed: '{n} 条，已到保留期',
      wrong: '密码不对', strangers: '{n} 次，号码、代码或通行密钥无人使用', notProven: '未通过验证：网页、时间或密钥不符', passkeyShut: '账号已锁定或停用，或通行密钥的计数倒退', passkeysGone: '全部，因使用了设新密码的链接', name: '名称', namePhone: '名称和手机号', identity: '身份证号：{why}', grantOf: '{grant}（{site}）', fromTo: '{from} → {to}',
    },
    thing: { account: '账号', device: '平板', site: '采样点', round: '轮次', key: '密钥', row: '记录', import: '导入', print: '打印', resident: '居民', member: '工作人员', codes: '登录代码', passes: '通行码', prints: '打印记录', 'walk-ins': '不在名册的人' },
    kinds: {
      Unmasked: '查看完整信息', AccountMade: '新建账号', AccountChanged: '修改账号', AccountDisabled: '停用账号', AccountEnabled: '恢复账号', LinkMade: '发出链接', SignedOutEverywhere: '全部退出', PasswordSet: '设置密码', TabletRevoked: '注销平板',
      SignInFailed: '登录失败', Locked: '锁定', Exported: '导出', Printed: '打印', Imported: '导入', KeyAdded: '新增密钥', KeyDropped: '删除密钥', Resealed: '重新加密', Erased: '抹除', Retained: '到期清除', Anchored: '重设锚点', PasskeyAdded: '添加通行密钥', PasskeyRemoved: '删除通行密钥', PasskeyUsed: '用通行密钥登录', PasskeyRefused: '拒绝通行密钥',
    },
  },
}
