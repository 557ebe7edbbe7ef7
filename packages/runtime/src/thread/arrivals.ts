import type { HostReport } from '../pipeline/host-report.ts'

type CaughtUp = HostReport & { readonly type: 'caught_up' }

/** Adds up what the threads of a pipeline report of an input that has caught up. */
export class Arrivals {
  readonly #reports = new Map<string, readonly CaughtUp[]>()

  /** The report for all `threads` together, once each has reported; `undefined` before. */
  add(report: CaughtUp, threads: number): CaughtUp | undefined {
    const key = `${report.pipeline}\n${report.plugin}`
    const reports = [...(this.#reports.get(key) ?? []), report]
    this.#reports.set(key, reports)
    if (reports.length !== threads) return undefined
    const events = reports.reduce((sum, each) => sum + each.events, 0)
    const { path } = reports.find((each) => each.path !== undefined) ?? report
    return { ...report, events, ...(path === undefined ? {} : { path }) }
  }
}
