import { cpus } from 'node:os'
import type { Measurement } from './measure-command.ts'
import type { Scenario, Task } from './scenario.ts'

const MEGABYTE = 1e6

export interface Result {
  readonly scenario: Scenario
  readonly task: Task
  readonly runs: readonly Measurement[]
}

/** One line for each scenario: medians, and the span of the CPU time. */
export function textReport(results: readonly Result[]): string {
  const rows = results.map(({ scenario, task, runs }) => {
    const { cpuSeconds, wallSeconds, peakRss } = medians(runs)
    const times = runs.map(cpuTime)
    const { megabytes, events } = perCpuSecond(task, cpuSeconds)
    return [
      scenario.name,
      megabytes?.toFixed(0) ?? '',
      events?.toFixed(0) ?? '',
      cpuSeconds.toFixed(3),
      `${Math.min(...times).toFixed(3)}-${Math.max(...times).toFixed(3)}`,
      wallSeconds.toFixed(3),
      (peakRss / MEGABYTE).toFixed(0),
    ]
  })
  const heading = ['scenario', 'MB/CPU s', 'events/CPU s', 'CPU s', 'span', 'wall s', 'peak RSS MB']
  return table([heading, ...rows])
}

/** Everything that was measured, for programs. */
export function jsonReport(results: readonly Result[]): string {
  const report = {
    node: process.version,
    cpu: cpus()[0]?.model,
    results: results.map(({ scenario, task, runs }) => {
      const { cpuSeconds, wallSeconds, peakRss } = medians(runs)
      const { megabytes, events } = perCpuSecond(task, cpuSeconds)
      return {
        scenario: scenario.name,
        bytes: task.data?.bytes,
        events: task.data?.lines,
        megabytesPerCpuSecond: megabytes,
        eventsPerCpuSecond: events,
        cpuSeconds,
        wallSeconds,
        peakRss,
        runs,
      }
    }),
  }
  return JSON.stringify(report, undefined, 2)
}

function medians(runs: readonly Measurement[]) {
  return {
    cpuSeconds: median(runs.map(cpuTime)),
    wallSeconds: median(runs.map(({ wallSeconds }) => wallSeconds)),
    peakRss: median(runs.map(({ peakRss }) => peakRss)),
  }
}

function perCpuSecond({ data }: Task, cpuSeconds: number) {
  if (data === undefined) return {}
  return { megabytes: data.bytes / MEGABYTE / cpuSeconds, events: data.lines / cpuSeconds }
}

function cpuTime({ user, system }: Measurement): number {
  return user + system
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  '),
    )
    .join('\n')
}
