import { computed, onUnmounted, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { place, weights, type Placed, type Spot } from './place'
import { sameSites } from './rows'
import { alone, mercator, Most, stacked, World, type Stack } from './stacks'
import { order, type Health, type SiteRow } from './state'

/** Where the map looks. */
export interface View { zoom: number; lng: number; lat: number }

/** A mark on the map and what stands behind it. */
export interface Mark extends Placed { stack: Stack }

/** A crowd finds its places once a second, as the list does; a street's marks at once. */
const Rest = 1000
/** Pixels beyond the edge within which marks are drawn, so that a drag finds some. */
const Beyond = 60

interface Shown { readonly rows: readonly SiteRow[]; readonly selected: string | null; readonly hovered: string | null }

/** The marks of a map: one a site, or stacks of a crowd. Placed anew where sites, their states or the view are others than before; numbers in marks change far more often. */
export function useMarks(props: Shown, view: Ref<View | null>, size: Ref<{ width: number; height: number }>, moved: Ref<boolean>) {
  const { t } = useI18n()
  /** The rows that marks were last placed by. */
  const standing = shallowRef<readonly SiteRow[]>([])
  /** The same, of when a site was last another. */
  const sites = shallowRef<readonly SiteRow[]>([])
  let resting = 0

  function settle() {
    resting = 0
    const rows = props.rows.filter(row => Number.isFinite(row.info.latitude))
    const same = sameSites(rows, standing.value)
    if (same && rows.every((row, at) => row.health === standing.value[at]!.health)) return
    standing.value = rows
    if (!same) sites.value = rows
  }
  watch(() => props.rows, (rows, before) => {
    if (rows.length <= Most || rows.length !== before.length || !standing.value.length) { window.clearTimeout(resting); settle() }
    else if (!resting) resting = window.setTimeout(settle, Rest)
  })
  settle()
  onUnmounted(() => window.clearTimeout(resting))

  const crowd = computed(() => standing.value.length > Most)
  const level = computed(() => Math.floor(view.value?.zoom ?? 0))
  const points = computed(() => standing.value.map(row => ({ ...mercator(row.info.longitude, row.info.latitude), weight: weights[row.health] })))
  const stacks = computed((): Stack[] => crowd.value ? alone(stacked(points.value, level.value), standing.value.findIndex(row => row.site === props.selected)) : standing.value.map((_, first) => ({ first, others: [] })))
  const stackOf = computed(() => new Map(stacks.value.flatMap(stack => [stack.first, ...stack.others].map(at => [standing.value[at]!.site, stack] as const))))

  const marks = computed((): Mark[] => {
    if (!view.value) return []
    const [scale, mid, { width, height }] = [World * 2 ** view.value.zoom, mercator(view.value.lng, view.value.lat), size.value]
    const bySite = new Map<string, Stack>()
    const spots = stacks.value.flatMap((stack): Spot[] => {
      const [row, point] = [standing.value[stack.first]!, points.value[stack.first]!]
      const [x, y] = [(point.x - mid.x) * scale + width / 2, (point.y - mid.y) * scale + height / 2]
      if (crowd.value && (x < -Beyond || y < -Beyond || x > width + Beyond || y > height + Beyond)) return []
      const selected = row.site === props.selected
      bySite.set(row.site, stack)
      return [{ site: row.site, name: named(stack), health: row.health, x, y, selected, strong: selected || !crowd.value && row.health !== 'Calm' && row.health !== 'Closed' }]
    })
    return place(spots, { width, height, names: width >= 860 || moved.value || crowd.value ? 'all' : 'strong' }).map(mark => ({ ...mark, stack: bySite.get(mark.site)! }))
  })

  const named = (stack: Stack) => `${standing.value[stack.first]!.info.village}${stack.others.length ? ` +${stack.others.length}` : ''}`
  /** What a mark says to whoever points at it: of a stack, how many are in which state, the worst first. */
  const says = computed(() => new Map(stacks.value.map((stack): [Stack, string] => {
    if (!stack.others.length) return [stack, named(stack)]
    const n = new Map<Health, number>()
    for (const at of [stack.first, ...stack.others]) n.set(standing.value[at]!.health, (n.get(standing.value[at]!.health) ?? 0) + 1)
    return [stack, `${named(stack)}: ${order.flatMap(health => n.has(health) ? [`${t(`board.health.${health}`)} ${n.get(health)}`] : []).join(' · ')}`]
  })))
  const minutes = computed(() => {
    const shown = new Set(marks.value.map(mark => mark.site))
    return new Map(props.rows.flatMap(row => shown.has(row.site) ? [[row.site, row.wait?.likely ?? null] as const] : []))
  })
  const pointed = computed(() => {
    const stack = props.hovered === null ? undefined : stackOf.value.get(props.hovered)
    return stack ? marks.value.find(mark => mark.stack === stack) ?? null : null
  })
  return { standing, sites, marks, minutes, pointed, says }
}
