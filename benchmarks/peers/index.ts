import type { Collector } from '../collectors/collector.ts'
import { fluentBit } from './fluent-bit.ts'
import { otelcol } from './otelcol.ts'
import { rsyslog } from './rsyslog.ts'
import { vector } from './vector.ts'

const peers: Readonly<Record<string, (command: string) => Collector>> = {
  'fluent-bit': fluentBit,
  rsyslog,
  vector,
  otelcol,
}

export const peerNames: readonly string[] = Object.keys(peers)

/** From `name` or `name=/path/to/the/program`; `undefined` for a name there is no module for. */
export function peerOf(argument: string): Collector | undefined {
  const [name = '', path] = argument.split(/=(.*)/s)
  return Object.hasOwn(peers, name) ? peers[name]?.(path ?? commandNames[name] ?? name) : undefined
}

const commandNames: Readonly<Record<string, string>> = { rsyslog: 'rsyslogd' }
