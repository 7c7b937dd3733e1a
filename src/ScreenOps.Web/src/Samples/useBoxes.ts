import { computed, ref } from 'vue'
import { ask } from '../api/http'
import { useAct } from '../ui/asking'
import { usePoll } from '../live/poll'
import { byNeed, minutes, type BoxActKind, type BoxAnswer, type BoxList } from './samples'

/** The boxes of a round with their clocks, and what is done with them. */
export function useBoxes(round: () => number) {
  const { value, state, taken, again } = usePoll<BoxList>(() => `rounds/${round()}/boxes`)
  const { busy, fault, act } = useAct()
  const answer = ref<BoxAnswer | null>(null)
  const boxes = computed(() => byNeed(value.value?.boxes ?? []))
  const age = (from: number, to: number | null) => minutes(from, to ?? value.value?.now ?? from)

  async function box(code: string, kind: BoxActKind, more: { barcode?: string; site?: string } = {}): Promise<boolean> {
    answer.value = null
    let done = false
    await act(async () => {
      const said = await ask<BoxAnswer>(`rounds/${round()}/boxes/${code}/acts`, { body: { kind, ...more } })
      answer.value = said
      done = said.outcome === 'Done' || said.outcome === 'Already'
    })
    void again()
    return done
  }
  return { list: value, state, taken, boxes, age, box, answer, busy, fault, again }
}
