import type { PluginKind } from '@sluice/plugin'
import type { MetricSample } from '../metrics/plugin-metrics.ts'

/** What became of a pipeline's events, for the record that is logged when it stops. */
export interface PipelineSummary {
  /** Events that its inputs handed over. */
  readonly eventsIn: number
  /** Events that its flushers delivered, counted once for each flusher. */
  readonly eventsOut: number
  readonly eventsDeadLettered: number
  readonly eventsDiscarded: number
  /** Times the watchdog ended its thread on its account. */
  readonly watchdogKills: number
  /** Times one of its calls did not settle. */
  readonly hungCalls: number
}

export function summarize(
  pipeline: string,
  samples: readonly MetricSample[],
  kindOf: (plugin: string) => PluginKind | undefined,
): PipelineSummary {
  const own = samples.filter((sample) => sample.pipeline === pipeline)
  const sum = (name: string, kind = ''): number =>
    own
      .filter((sample) => sample.name === name && (kindOf(sample.plugin) ?? '').endsWith(kind))
      .reduce((total, { value }) => total + value, 0)
  return {
    eventsIn: sum('out_events_total', 'input'),
    eventsOut: sum('out_events_total', 'flusher'),
    eventsDeadLettered: sum('dead_letter_events_total'),
    eventsDiscarded: sum('discarded_events_total'),
    watchdogKills: sum('watchdog_kills_total'),
    hungCalls: sum('hung_calls_total'),
  }
}
