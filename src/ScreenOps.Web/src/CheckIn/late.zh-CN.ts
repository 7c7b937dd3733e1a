/** The desk without a network, passes issued anew, and the staff's. */
export const lateZh = {
  title: '本台记录', close: '关闭', away: '没有网络，照常登记，存在本机', kept: '没有网络，已存本机 {n} 条', sending: '正在补发，还有 {n} 条', troubles: '有 {n} 条要处理',
  copy: '本机名单 {n} 人，{time} 更新，加密保存，这一轮结束就打不开。', noCopy: '本机还没有名单，没有网络时查不到人。', insecure: '网页不是 https，没有网络时不能用。',
  given: '已记下，存在本机', givenText: '告诉本人这个号。网络恢复后自动补发，正式号会出现在记录里，不会记两遍。', good: '通行码有效', goodText: '本机名单里没有这位，但通行码是真的，可以登记。', here: '{time} 在本机记下的，还没发出去；不用再登记。',
  noCalls: '没有网络不能叫号：请按 L1、L2 的先后喊人。',
  fault: { closed: '本机有没发出的记录，要连上服务器才能打开；会自动再试。', signedOut: '登录过期了，记录还在本机。请重新登录，会接着发。', forbidden: '这台设备现在不是那个采样点的，记录还在本机。请指挥中心重新登记这台设备。', storage: '本机存不下了。请先连上网络，再继续登记。' },
  did: { checkin: '登记', Open: '启用试管', Put: '放入试管', Move: '移管', Abort: '退回', Close: '封管', Reopen: '重新打开', Trouble: '标记异常', Clear: '撤销标记', Doubt: '存疑' },
  noted: { kept: '登记，存在本机', tubeOpen: '补发：启用试管', tubePut: '补发：放入试管', tubeMove: '补发：移管', tubeAbort: '补发：退回', tubeClose: '补发：封管', tubeReopen: '补发：重新打开', tubeTrouble: '补发：标记异常', tubeClear: '补发：撤销标记', tubeDoubt: '补发：存疑', storage: '本机存不下' },
  see: '要处理的', seen: '处理好了', label: '扫新的试管条码', labelGo: '换成新条码',
  trouble: {
    sampled: { what: '已经在别处采过', cure: '{where}已经记了采样，这里的登记不算。告诉本人不用再采。' }, 'went-on': { what: '后来去了{where}', cure: '在这里登记以后又到{where}取了号，以后来的为准；这里的登记不算。' }, 'not-on-the-list': { what: '名单上没有', cure: '请本人回登记台，现场登记。' },
    'pass-revoked': { what: '这张通行码已换新', cure: '登记没有算。请本人出示新的通行码，或输入身份证后 4 位再登记。' }, 'pass-elsewhere': { what: '本街道没有这张码', cure: '登记没有算。输入身份证后 4 位再登记，名单上没有就现场登记。' }, 'pass-expired': { what: '登记时通行码已过期', cure: '登记没有算。输入身份证后 4 位再登记。' }, 'pass-unknown-signer': { what: '不是本街道的码', cure: '登记没有算。输入身份证后 4 位再登记，名单上没有就现场登记。' }, 'pass-forged': { what: '通行码验不过', cure: '登记没有算。请输入身份证后 4 位再登记。' }, 'pass-staff': { what: '是工作人员的码', cure: '登记没有算。要采样就按居民登记。' },
    'round-sealed': { what: '这一轮已封存', cure: '补发得太晚，没有记上。请抄下来，告诉指挥中心。' }, 'round-not-open': { what: '当时这一轮没有开放', cure: '没有记上。请核对时间，告诉指挥中心。' }, 'unknown-site': { what: '这一轮没有这个采样点', cure: '没有记上。请告诉指挥中心。' },
    'tube-BarcodeUsed': { what: '试管条码在别处用过', cure: '给试管 {tube} 贴一张新条码，扫进来；里面的人自动记到新条码上。指挥部会看到这件事。' }, 'tube-OtherSite': { what: '这支试管记在别的采样点', cure: '给试管 {tube} 贴一张新条码，扫进来；里面的人自动记到新条码上。' }, 'tube-OtherRound': { what: '这支试管是别的轮次的', cure: '给试管 {tube} 贴一张新条码，扫进来；里面的人自动记到新条码上。' },
    'tube-Full': { what: '试管 {tube} 已满', cure: '别的台也往这支试管里放了人。拭子在哪支管，就扫哪支的条码，这几位记到那里。' }, 'tube-Closed': { what: '试管 {tube} 已封', cure: '拭子在哪支管，就扫哪支的条码，这几位记到那里。' }, 'tube-UnknownTube': { what: '试管 {tube} 没有启用', cure: '再扫一遍试管条码，里面的人就记上了。' },
    'tube-InOtherTube': { what: '已经在试管 {where} 里', cure: '先记的为准，只算一次。这支试管里多了一份拭子，请告诉指挥部。' }, 'tube-SampledElsewhere': { what: '别的采样点已记采样', cure: '先记的为准，只算一次。请指挥部看“采了却不在试管里”。' }, 'tube-NotInTube': { what: '不在这支试管里', cure: '试管里的记录后来改过。请核对。' }, 'tube-InBox': { what: '试管已装箱', cure: '先从转运箱里取出来，再做一次。' },
    'tube-UnknownPerson': { what: '没有这位居民', cure: '请本人回登记台，现场登记，再放入试管。' }, 'tube-NoTicket': { what: '这个号没有人在等', cure: '扫通行码或查到本人，再放入试管。' }, 'tube-PassRefused': { what: '通行码不能用', cure: '没有记上采样。用身份证后 4 位查到本人，再放入试管。' }, 'tube-RoundNotOpen': { what: '当时这一轮没有开放', cure: '没有记上。请核对时间，告诉指挥中心。' }, 'tube-RoundSealed': { what: '这一轮已封存', cure: '补发得太晚，没有记上。请抄下来，告诉指挥中心。' },
    other: { what: '没有记上', cure: '请核对这一条，告诉指挥中心。' },
  },
  reissue: '补发通行码', reissueAsk: '补发一张通行码？', reissueText: '旧码马上作废，手机上和纸上的都不能再用。先核对是本人。', reissueGo: '补发', reissued: '新通行码', reissuedText: '请本人拍下来，或打印。旧码已作废。', newPass: '新通行码', until: '{date}前有效', print: '打印',
  staff: '工作人员', staffKind: '类别', staffUnit: '单位', staffText: '这是工作人员的通行码，不取号。本人要采样，就用身份证后 4 位按居民登记。',
}
