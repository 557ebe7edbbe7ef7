import { PluginError, type CounterMetric, type GaugeMetric, type Metrics } from '@sluice/plugin'

const MOST_NAMES = 100

/** One number of one plugin instance at one moment. Names and units follow the original's self-monitoring. */
export interface MetricSample {
  readonly pipeline: string
  readonly plugin: string
  readonly name: string
  readonly type: 'counter' | 'gauge'
  readonly value: number
}

class Cell implements CounterMetric, GaugeMetric {
  readonly type: 'counter' | 'gauge'
  value = 0

  constructor(type: 'counter' | 'gauge') {
    this.type = type
  }

  add(value = 1): void {
    this.value += value
  }

  set(value: number): void {
    this.value = value
  }
}

/** The numbers of one plugin instance: those the engine counts and those the plugin adds. */
export class PluginMetrics implements Metrics {
  readonly #pipeline: string
  readonly #plugin: string
  readonly #cells = new Map<string, Cell>()
  readonly #ownNames = new Set<string>()

  /** What the plugin is given: the same numbers, but no more than 100 names of its own. */
  readonly forPlugin: Metrics = {
    counter: (name) => this.#ownCell(name, 'counter'),
    gauge: (name) => this.#ownCell(name, 'gauge'),
  }

  constructor(pipeline: string, plugin: string) {
    this.#pipeline = pipeline
    this.#plugin = plugin
  }

  counter(name: string): CounterMetric {
    return this.#cell(name, 'counter')
  }

  gauge(name: string): GaugeMetric {
    return this.#cell(name, 'gauge')
  }

  samples(): MetricSample[] {
    return [...this.#cells].map(([name, { type, value }]) => {
      return { pipeline: this.#pipeline, plugin: this.#plugin, name, type, value }
    })
  }

  #ownCell(name: string, type: 'counter' | 'gauge'): Cell {
    if (!this.#ownNames.has(name) && this.#ownNames.size >= MOST_NAMES) {
      throw new PluginError({
        code: 'METRIC_TOO_MANY',
        message: `${this.#plugin} asked for more than ${MOST_NAMES} metrics`,
        hint: 'metric names must not be made from data',
      })
    }
    this.#ownNames.add(name)
    return this.#cell(name, type)
  }

  #cell(name: string, type: 'counter' | 'gauge'): Cell {
    const known = this.#cells.get(name)
    if (known !== undefined) return known
    const cell = new Cell(type)
    this.#cells.set(name, cell)
    return cell
  }
}
