import { createRouter, createWebHistory } from 'vue-router'

/** The office's pages, each loaded when it is first opened; meta.nav names the link to it. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', meta: { nav: 'board' }, component: () => import('./Board/BoardPage.vue') },
    { path: '/:other(.*)*', redirect: '/' },
  ],
})
