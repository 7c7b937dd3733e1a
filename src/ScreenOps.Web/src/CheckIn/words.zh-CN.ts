export const zh = {
  title: '我的排队', rehearsal: '这是演练，不是真的排队。', language: 'English', loading: '正在载入…', now: '刚刚', seconds: '{n} 秒前', minutes: '{n} 分钟前', never: '还没有数据',
  unreachable: '连不上网络，下面的数字停在 {time}。', unreachableFirst: '连不上网络，会自动再试。', again: '现在再试',
  missing: '没有这个采样点', missingText: '请核对海报上的二维码，或看看下面的采样点。', noRound: '现在没有采样', noRoundText: '没有正在进行的采样轮次。开始后再扫海报上的码就能取号。',
  NotOpened: '还没开放', Open: '开放', Paused: '暂停', Closed: '已关闭',
  status: { NotOpened: '这个采样点还没开放，可以先取号。', Paused: '这个采样点暂停采样，号还在。恢复后继续叫号。', Closed: '这个采样点已经关闭，不再采样。请去别的采样点。' },
  queue: '排队', person: '人', people: '人', wait: '大约要等', minutesUnit: '分钟', waitUnknown: '暂时说不准',
  lead: '取号排队', leadText: '填一次，以后扫码就能取号。', by: '用什么登记', byIdentity: '身份证号', byHousehold: '户号',
  identity: '身份证号', identityHint: '只用于核对，页面上不会显示全号', identityPlace: '18 位', household: '户号', householdHint: '在网格员发的通知上，例如 H000001', phone: '手机号', phoneHint: '找不到人时联系你', phonePlace: '11 位', name: '姓名（可以不填）',
  consent: '我同意把以上内容用于本轮采样。', who: '谁能看到', whoText: '身份证号和手机号加密保存。采样点工作人员的屏幕上只显示打码后的内容。二维码里没有姓名和身份证号。',
  send: '登记并取号', sending: '正在取号…', summary: '有 {n} 处要改', failed: '没有取到号',
  errors: {
    nameLong: '姓名太长，请写 40 个字以内', identityEmpty: '请填身份证号', 'identity-short': '身份证号少 {n} 位，一共 18 位', 'identity-long': '身份证号多 {n} 位，一共 18 位', 'identity-letters': '身份证号只有数字，最后一位可以是 X', 'identity-date': '身份证号里的出生日期不对，请照身份证再看一遍', 'identity-digit': '身份证号最后一位不对，请照身份证再看一遍',
    householdEmpty: '请填户号', household: '户号只有字母和数字，例如 H000001', phoneEmpty: '请填手机号', phoneShort: '手机号少 {n} 位，一共 11 位', phoneLong: '手机号多 {n} 位，一共 11 位', phoneLetters: '手机号只有数字', phoneFirst: '手机号以 1 开头，请再看一遍', consent: '同意后才能取号；不同意请到登记台人工登记',
  },
  failures: {
    offline: '没有网络，号还没有取到。连上网络后再按一次。', busy: '现在取号的人多，请等几秒再按一次。', many: '试的次数太多，请等 {n} 秒再试。', unknown: '名册里没有找到，请核对号码，或到登记台人工登记。', conflict: '现在不能在这里取号，请看采样点状态或问工作人员。', wrong: '填的内容没有被接受，请核对后再试，或到登记台人工登记。', pass: '通行码已失效，请重新登记。', other: '没有成功，请稍后再试，或到登记台人工登记。',
  },
  mine: '我的排队号', ahead: '前面还有', called: '已叫到 {n} 号', tome: '到我 {n} 号', stillWait: '还要等', soon: '快到你了，请到采样点等候', turn: '轮到你了', turnText: '请到采样台，出示通行码', over: '已经叫过你的号', overText: '请直接到采样台，跟工作人员说一声',
  pass: '通行码', today: '今天有效', until: '{date}前有效', passHint: '到采样台时出示；没有网络也能用', qrMissing: '通行码图片还没取到', moved: '已改到这里排队，原来的号不用了。', already: '你已经取过号，这是原来的号。', notKept: '这个浏览器不保存内容，请不要关掉这一页，或先截图。',
  check: '我采样完了', notYet: '还没有采样记录。采样后过一会儿再按。', doneTitle: '采样完成', doneText: '现在可以离开了', doneSite: '地点', doneRound: '轮次', doneName: '姓名', doneKeep: '这一页不用截图，随时可以再打开。',
  elsewhere: '你在 {site} 有 {n} 号', elsewhereText: '在这里取号后，那边的号就不用了。', toOther: '看那边的号', moveHere: '改到这里排队', known: '{name}，用上次的登记取号', knownButton: '取号', someoneElse: '换个人登记',
  othersNear: '附近开放的采样点', otherTotal: '：一共 {low}–{high} 分钟', otherParts: '走路 {walk} 分（{km} 公里），到后等 {low}–{high} 分',
}
