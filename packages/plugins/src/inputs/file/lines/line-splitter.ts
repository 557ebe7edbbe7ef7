import type { Kernels } from '@sluice/plugin/columns'
import { contentKey, splitTime, writeRows } from './row-writer.ts'
import type { Amid, Ending, Split, Splitter, Stretch } from './stretch.ts'

/** Makes an event of each line. */
export class LineSplitter implements Splitter {
  readonly #kernels: Kernels
  readonly #offsetKey: string | undefined

  constructor(kernels: Kernels, offsetKey: string | undefined) {
    this.#kernels = kernels
    this.#offsetKey = offsetKey
  }

  split(stretch: Stretch, ending: Ending, _amid: Amid | undefined, time: number): Split {
    const { from, to } = stretch
    const isCut = ending === 'torn'
    if (ending === 'torn' || ending === 'last' || this.#offsetKey !== undefined) {
      this.#writeEach(stretch, time)
      return { end: to, amid: undefined, isCut, discarded: 0 }
    }
    const { group } = stretch
    const { seconds, nanos } = splitTime(time)
    const key = contentKey(group)
    const end = this.#kernels.splitLines(group, from, to, key, seconds, nanos)
    return { end, amid: undefined, isCut, discarded: 0 }
  }

  #writeEach(stretch: Stretch, time: number): void {
    const { group, from, to } = stretch
    const ranges: number[] = []
    let start = from
    for (const end of this.#kernels.matchLines(group, from, to, []).ends) {
      ranges.push(start, end)
      start = end + 1
    }
    writeRows(stretch, ranges, time, this.#offsetKey)
  }
}
