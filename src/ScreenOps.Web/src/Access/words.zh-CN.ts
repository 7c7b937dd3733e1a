export const zh = {
  title: '登录', phone: '手机号', password: '密码', go: '登录', using: '正在用链接登录…', noLink: '没有密码？请向指挥部索取一次性链接或二维码。',
  unreachable: '无法连接服务器，请检查网络后重试。', again: '再试一次链接',
}
