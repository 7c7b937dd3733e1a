import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { filterOf, queryOf, type Filter } from './filter'

/** What is looked at stands in the page's address: a site and a filter, so that a view can be kept, sent and come back to. */
export function useView() {
  const [route, router] = [useRoute(), useRouter()]
  const change = (part: Record<string, string | undefined>) => { void router.replace({ query: { ...route.query, ...part } }) }
  const selected = computed({
    get: () => typeof route.query['site'] === 'string' ? route.query['site'] : null,
    set: (site: string | null) => { change({ site: site ?? undefined }) },
  })
  const filter = computed({ get: () => filterOf(route.query), set: (next: Filter) => { change(queryOf(next)) } })
  return { selected, filter }
}
