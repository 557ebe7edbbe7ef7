import type { MetricSample } from '../metrics/plugin-metrics.ts'

interface Total {
  /** What instances that are gone had counted. */
  base: number
  latest: MetricSample
}

/**
 * The newest sample of every metric. Counters go on where they were when the instance that counts them is replaced by a
 * new one.
 */
export class RunningTotals {
  readonly #totals = new Map<string, Total>()

  update(samples: readonly MetricSample[]): void {
    for (const latest of samples) {
      const key = keyOf(latest)
      const total = this.#totals.get(key)
      if (total === undefined) this.#totals.set(key, { base: 0, latest })
      else total.latest = latest
    }
  }

  /** The instances of this pipeline are gone; new ones will count from 0. */
  carryOver(pipeline: string): void {
    for (const total of this.#totals.values()) {
      if (total.latest.pipeline !== pipeline) continue
      if (total.latest.type === 'counter') total.base += total.latest.value
      total.latest = { ...total.latest, value: 0 }
    }
  }

  /** Adds to a counter of the control thread's own. */
  add(name: string, value: number, pipeline = '', plugin = ''): void {
    const sample = { pipeline, plugin, name, type: 'counter' as const, value: 0 }
    const total = this.#totals.get(keyOf(sample)) ?? { base: 0, latest: sample }
    total.base += value
    this.#totals.set(keyOf(sample), total)
  }

  samples(): readonly MetricSample[] {
    return [...this.#totals.values()].map(({ base, latest }) => {
      return base === 0 ? latest : { ...latest, value: base + latest.value }
    })
  }
}

function keyOf({ pipeline, plugin, name }: MetricSample): string {
  return `${pipeline}\n${plugin}\n${name}`
}
