/** Families, and the way to a better site. */
export const moreZh = {
  priority: '优先号：和普通号穿插叫，请在采样点附近等，看屏幕叫号。',
  notHere: '请扫采样点屏幕上正在显示的码，再在一刻钟内取号。拍下来的照片和海报上的码不能用。',
  wayTitle: '换一个地方更快', wayOnly: '可以去这里', wayParts: '走路 {walk} 分钟，到后等 {wait} 分钟', wayCounted: '已算上正在过去的人', wayMaps: '用地图导航', mapApps: { amap: '高德地图', tencent: '腾讯地图', baidu: '百度地图', geo: '手机地图' },
  familyAdd: '添加家人', familyAddHint: '一起来的家人，一次取号', familyPerson: '家人 {n}', familyRemove: '去掉', familyIdentity: '身份证号', familyName: '姓名（可以不填）', familyTitle: '一起来的家人', familyNameless: '家人 {n}', familyTicket: '{n} 号', familyCalled: '已叫到', familySampled: '已采样', knownFamily: '为 {n} 人取号', moveFamily: '{n} 人一起改到这里',
}
