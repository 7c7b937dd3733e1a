export const printsZh = {
  title: '打印通行码', lead: '给没有手机的住户：一张 A4 纸 10 张卡，按村、网格、户排好。已有通行码的人，印的还是原来那个。', village: '村/社区', grid: '网格', householdNumber: '户号', all: '全部', cards: '张卡', pages: '页', make: '生成', making: '正在生成', madeOf: '已生成 {made} / {total} 张', cancel: '取消', print: '打印 {n} 页', scale: '打印时请选 A4、100% 大小。', other: '换一批', cut: '连接断了，没有生成完。请再按一次。',
  last: '最近的打印', when: '时间', who: '谁', what: '范围', howMany: '张数', notAll: '未完成', household: '户号 {number}', until: '{date}前有效', tail: '尾号 {digits}', how: '到采样点登记台出示此码。请勿折叠二维码。',
}
