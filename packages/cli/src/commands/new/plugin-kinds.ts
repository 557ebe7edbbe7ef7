import type { PluginKind } from '@sluice/plugin'

/** A kind of plugin, as an author chooses it. */
export interface KindChoice {
  readonly kind: PluginKind
  /** What names of its plugins begin with. */
  readonly prefix: string
  readonly summary: string
}

/** In the order in which events meet them. */
export const KINDS: readonly KindChoice[] = [
  {
    kind: 'service_input',
    prefix: 'service_',
    summary: 'an input that runs by itself: a listener, a subscription',
  },
  { kind: 'metric_input', prefix: 'metric_', summary: 'an input that is polled at an interval' },
  { kind: 'processor', prefix: 'processor_', summary: 'changes, adds or drops events' },
  { kind: 'aggregator', prefix: 'aggregator_', summary: 'groups events anew before they leave' },
  { kind: 'flusher', prefix: 'flusher_', summary: 'delivers events to a destination' },
  { kind: 'extension', prefix: 'ext_', summary: 'something that other plugins use by its name' },
]
