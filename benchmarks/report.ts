import { cpus } from 'node:os'
import { sluice } from './collectors/sluice.ts'
import type { Measurement } from './measure/measurement.ts'
import type { Prepared } from './scenario.ts'

const MEGABYTE = 1e6

/** What one collector did in one scenario. */
export interface Result {
  readonly scenario: string
  readonly collector: string
  readonly data: Prepared['data']
  readonly runs: readonly Measurement[]
}

interface Summary {
  readonly scenario: string
  readonly collector: string
  readonly bytes: number | undefined
  readonly events: number | undefined
  readonly megabytesPerCpuSecond: number | undefined
  readonly eventsPerCpuSecond: number | undefined
  /** Medians, as all that follow. */
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakRss: number
  /** For peers: how many times what Sluice needs. */
  readonly cpuRatio: number | undefined
  readonly rssRatio: number | undefined
  readonly runs: readonly Measurement[]
}

/** One line for each scenario and collector. */
export function textReport(results: readonly Result[]): string {
  const rows = summaries(results).map((summary) => {
    const { cpuSeconds, wallSeconds, peakRss, runs } = summary
    const times = runs.map((run) => run.cpuSeconds)
    return [
      summary.scenario,
      summary.collector,
      summary.megabytesPerCpuSecond?.toFixed(0) ?? '',
      summary.eventsPerCpuSecond?.toFixed(0) ?? '',
      cpuSeconds.toFixed(3),
      `${Math.min(...times).toFixed(3)}-${Math.max(...times).toFixed(3)}`,
      wallSeconds.toFixed(3),
      ((100 * cpuSeconds) / wallSeconds).toFixed(1),
      (peakRss / MEGABYTE).toFixed(0),
      summary.cpuRatio?.toFixed(2) ?? '',
      summary.rssRatio?.toFixed(2) ?? '',
    ]
  })
  return table([heading, ...rows])
}

const heading = [
  'scenario',
  'collector',
  'MB/CPU s',
  'events/CPU s',
  'CPU s',
  'span',
  'wall s',
  '% of a core',
  'peak RSS MB',
  'CPU ratio',
  'RSS ratio',
]

/** Everything that was measured, for programs. */
export function jsonReport(results: readonly Result[]): string {
  const report = { node: process.version, cpu: cpus()[0]?.model, results: summaries(results) }
  return JSON.stringify(report, undefined, 2)
}

function summaries(results: readonly Result[]): readonly Summary[] {
  const ours = new Map<string, Pick<Measurement, 'cpuSeconds' | 'peakRss'>>()
  return results.map(({ scenario, collector, data, runs }) => {
    const [cpuSeconds, wallSeconds, peakRss] = (
      ['cpuSeconds', 'wallSeconds', 'peakRss'] as const
    ).map((what) => median(runs.map((run) => run[what]))) as [number, number, number]
    const base = ours.get(scenario)
    if (collector === sluice.name) ours.set(scenario, { cpuSeconds, peakRss })
    return {
      scenario,
      collector,
      bytes: data?.bytes,
      events: data?.events,
      megabytesPerCpuSecond: data && data.bytes / MEGABYTE / cpuSeconds,
      eventsPerCpuSecond: data && data.events / cpuSeconds,
      cpuSeconds,
      wallSeconds,
      peakRss,
      cpuRatio: base && cpuSeconds / base.cpuSeconds,
      rssRatio: base && peakRss / base.peakRss,
      runs,
    }
  })
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

const LEFT_COLUMNS = 2

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column < LEFT_COLUMNS ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  '),
    )
    .join('\n')
}
