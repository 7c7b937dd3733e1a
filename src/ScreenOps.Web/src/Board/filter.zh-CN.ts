export const filterZh = { title: '筛选采样点', text: '名称、编号、地址', health: '状态', village: '村/社区', wait: '等候', from: '{n} 分起', shown: '显示 {n} / {all} 个点', clear: '全部显示', nothing: '没有符合筛选的采样点' }
