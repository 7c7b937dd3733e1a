export const coverageZh = {
  title: '应检尽检', lead: '名单上的人谁采了、谁在排队、谁还没来，按村和网格', people: '应检', sampled: '已采', waiting: '排队中', settled: '不用采', missing: '还没来', visits: '要上门', again: '要重采',
  means: {
    sampled: '采样有效的人；试管遗失或损坏的不算', waiting: '在采样点排队的人', settled: '外出或免采，不用再找', missing: '还要有人去找的人，含要上门和要重采的', visits: '还没采、需要上门采样的人', again: '试管遗失或损坏、需要重新采样的人',
  },
  place: '村 / 网格', progress: '完成', noGrid: '未分网格', noVillage: '未填村', open: '展开 {name}', shut: '收起 {name}', doorsOf: '查看 {name} 的户', byNeed: '缺的多的在前', byName: '按名称', order: '排序',
  walkIns: '名单外采样 {n} 人', unnamed: '另有 {n} 人次由采样点只计数、未登记姓名，不知道是谁', at: '截至 {at}', none: '还没有居民名单', noneText: '导入 residents.csv 之后，这里按村和网格显示还差谁。', toImport: '去导入', noRound: '没有进行中的轮次', noRoundText: '开轮以后，这里显示还差谁。',
  which: { missing: '还没来', visits: '要上门', all: '全部' }, homes: '{n} 户', nobody: '这一格没有要找的人', nobodyText: '名单上的人都采了、在排队或不用采。', left: '还有 {n} 户未显示',
  reached: { Missing: '没来', Again: '要重采', Waiting: '在 {site} 排队', Sampled: '已采 {at} {site}' }, heard: { Coming: '说马上来', HomeVisit: '要上门', Refuses: '不愿来', Away: '外出', Exempt: '免采' }, heardBy: '{name} {at}', note: '记录', heardOf: '{name} 的情况', saying: '{name}：{what}', taken: '{name}：已撤回', immobile: '行动不便', born: '{n} 岁', offline: '没连上网，刚才那一下没有记上，请再点一次',
  grid: { title: '我的网格', of: '{done} / {all} 人', leave: '退出（{name}）', forbidden: '这个页面给网格员用', forbiddenText: '请用网格员账号登录，或请指挥部开一个。', old: '{at} 的情况，连上网后自动更新', search: '门牌、户号或姓' },
}
