import { createRouter, createWebHistory } from 'vue-router'

/** The office's pages, each loaded when it is first opened; meta.nav names the link to it, meta.word its word where that is kept elsewhere, and meta.grant who alone sees it. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', meta: { nav: 'board' }, component: () => import('./CommandCentre.vue') },
    { path: '/plan', meta: { nav: 'plan' }, component: () => import('./Staffing/PlanRoute.vue') },
    { path: '/plan/sheets', component: () => import('./Staffing/DutySheetsPage.vue') },
    { path: '/morning', meta: { nav: 'morning' }, component: () => import('./Staffing/MorningRoute.vue') },
    { path: '/samples', meta: { nav: 'samples' }, component: () => import('./Samples/SamplesRoute.vue') },
    { path: '/coverage', meta: { nav: 'coverage', word: 'coverage.title' }, component: () => import('./Coverage/CoverageRoute.vue') },
    { path: '/look', component: () => import('./Board/LookPage.vue') },
    { path: '/wall', component: () => import('./Board/WallPage.vue') },
    { path: '/report', meta: { nav: 'report' }, component: () => import('./Board/ReportRoute.vue') },
    { path: '/rounds', meta: { nav: 'rounds' }, component: () => import('./Districts/RoundsPage.vue') },
    { path: '/sites', meta: { nav: 'sites' }, component: () => import('./Sites/SitesPage.vue') },
    { path: '/members', meta: { nav: 'members' }, component: () => import('./Districts/MembersPage.vue') },
    { path: '/accounts', meta: { nav: 'accounts', word: 'safe.accounts' }, component: () => import('./Access/AccountsPage.vue') },
    { path: '/person', meta: { nav: 'person', word: 'safe.person.title' }, component: () => import('./Access/PersonPage.vue') },
    { path: '/audit', meta: { nav: 'audit', word: 'safe.audit', grant: 'Operator' }, component: () => import('./Access/AuditPage.vue') },
    { path: '/passes', meta: { nav: 'passes' }, component: () => import('./CheckIn/PassSheetsPage.vue') },
    { path: '/import', meta: { nav: 'import' }, component: () => import('./Districts/ImportPage.vue') },
    { path: '/:other(.*)*', redirect: '/' },
  ],
})

/** Has the page of this address loaded while it is asked who looks; what fails here is tried again when it is opened. */
export function loadPage(): void {
  const page = router.resolve(`${location.pathname}${location.search}`).matched[0]?.components?.['default']
  if (typeof page === 'function') (page as () => Promise<unknown>)().catch(() => { /* The router says so. */ })
}
