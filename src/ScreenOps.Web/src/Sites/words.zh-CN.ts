export const zh = {
  totals: '{sites} 个采样点 · {lanes} 个采样台 · 服务 {people} 人', search: '编号、名称、村或地址', add: '添加采样点', none: '还没有采样点', noneText: '在“导入”里导入 sites.csv，或点“添加采样点”。', notFound: '没有找到', showAll: '显示全部',
  code: '编号', name: '名称', village: '村/社区', lanes: '采样台', population: '服务人口', place: '纬度, 经度 (WGS-84)', address: '地址', latitude: '纬度', longitude: '经度', retired: '已停用',
  codeHint: '字母、数字或连字符，定了不能改', codeStays: '编号不能改：平板和场所码认它', wgs: '用 WGS-84（GPS）度数，可以把“纬度, 经度”整个粘贴。高德、腾讯、百度地图上的坐标有偏移，不能直接用。', far: '离最近的采样点 {km} 公里，请再核对。', reaches: '改动也会进入草稿和正在开放的轮次。',
  flaw: { code: '编号要 1 到 12 个字母、数字或连字符', codeTaken: '这个编号已有采样点，请换一个', name: '请填写名称，最多 60 个字', village: '请填写所在的村或社区', latitude: '纬度是 -90 到 90 的度数', longitude: '经度是 -180 到 180 的度数', swapped: '纬度和经度写反了，请对调', population: '服务人口是 0 或更大的整数', lanes: '采样台是 0 到 99 的整数', address: '地址最多 200 个字' },
  saved: '已保存：{name}', added: '已添加：{name}', retiredNow: '已停用：{name}', back: '已恢复：{name}',
}
