import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useOffice } from './office'

/** Says a moment (unix milliseconds) as the hour and minute of the district. */
export function useClock() {
  const { locale } = useI18n()
  const { district } = useOffice()
  const format = computed(() => new Intl.DateTimeFormat(locale.value, { timeZone: district.value?.timeZone ?? 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }))
  return (at: number) => format.value.format(at)
}
