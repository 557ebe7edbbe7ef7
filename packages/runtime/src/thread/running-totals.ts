import type { MetricSample } from '../metrics/plugin-metrics.ts'

interface Total {
  /** What instances that are gone had counted. */
  base: number
  /** The newest sample of each thread. */
  readonly latest: Map<number, MetricSample>
}

/** The control thread counts here what it counts itself. */
const OWN = 0

/**
 * The newest sample of every metric, added up over the threads. Counters go on where they were when the instance that
 * counts them is replaced by a new one.
 */
export class RunningTotals {
  readonly #totals = new Map<string, Total>()

  /** `thread` is from 1. */
  update(samples: readonly MetricSample[], thread: number): void {
    for (const latest of samples) this.#of(latest).latest.set(thread, latest)
  }

  /** The instances of this pipeline in this thread are gone; new ones will count from 0. */
  carryOver(pipeline: string, thread: number): void {
    for (const total of this.#totals.values()) {
      const latest = total.latest.get(thread)
      if (latest?.pipeline !== pipeline) continue
      if (latest.type === 'counter') total.base += latest.value
      total.latest.set(thread, { ...latest, value: 0 })
    }
  }

  /** Adds to a counter of the control thread's own. */
  add(name: string, value: number, pipeline = '', plugin = ''): void {
    const sample = { pipeline, plugin, name, type: 'counter' as const, value: 0 }
    const total = this.#of(sample)
    total.base += value
    total.latest.set(OWN, sample)
  }

  samples(): readonly MetricSample[] {
    return [...this.#totals.values()].map(({ base, latest }) => {
      const [first] = latest.values() as Iterable<MetricSample> as [MetricSample]
      return { ...first, value: latest.values().reduce((sum, { value }) => sum + value, base) }
    })
  }

  #of({ pipeline, plugin, name }: MetricSample): Total {
    const key = `${pipeline}\n${plugin}\n${name}`
    const total = this.#totals.get(key) ?? { base: 0, latest: new Map() }
    this.#totals.set(key, total)
    return total
  }
}
