import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Collector, Job, Launch } from '../collectors/collector.ts'
import type { Event, Work } from '../work.ts'
import { nameGroups } from './named-groups.ts'

/** A collector with the contrib distribution's `filelog` receiver and `file` exporter. */
export function otelcol(command: string): Collector {
  return {
    name: 'otelcol',
    launch({ work, input, output, directory }: Job): Launch | undefined {
      if (output === undefined || work.kind === 'regex-script') return undefined
      const path = join(directory, 'otelcol.json')
      const multiline = work.kind === 'join' ? { line_start_pattern: work.start } : undefined
      const config = {
        receivers: {
          filelog: {
            include: [input],
            start_at: 'beginning',
            include_file_name: false,
            include_file_path: true,
            poll_interval: '50ms',
            initial_buffer_size: 512 * 1024,
            multiline,
            operators: operatorsFor(work),
          },
        },
        processors: { batch: { send_batch_size: 8192 } },
        exporters: { file: { path: output, flush_interval: '200ms' } },
        service: {
          pipelines: {
            logs: { receivers: ['filelog'], processors: ['batch'], exporters: ['file'] },
          },
          telemetry: { logs: { level: 'warn' }, metrics: { level: 'none' } },
        },
      }
      writeFileSync(path, JSON.stringify(config))
      return { command, args: ['--config', path], ends: false, events: eventsOf }
    },
  }
}

function operatorsFor(work: Work): readonly object[] {
  const fields = { parse_from: 'body', parse_to: 'attributes' }
  const whole = { type: 'move', from: 'body', to: 'attributes.content' }
  const remove = { type: 'remove', field: 'body' }
  switch (work.kind) {
    case 'lines':
    case 'join':
      return [whole]
    case 'regex':
    case 'regex-filter':
    case 'regex-script': {
      const parser = {
        type: 'regex_parser',
        regex: nameGroups(work.pattern, work.keys, '(?P<'),
        ...fields,
      }
      if (work.kind !== 'regex-filter') return [parser, remove]
      const expr = `not (attributes.${work.field} matches "${work.matches}")`
      return [parser, { type: 'filter', expr }, remove]
    }
    case 'json':
      return [{ type: 'json_parser', ...fields }, remove]
    case 'pairs':
      return [{ type: 'key_value_parser', ...fields }, remove]
    case 'delimiter':
      return [
        {
          type: 'csv_parser',
          header: work.keys.join(','),
          delimiter: work.separator,
          ...fields,
        },
        remove,
      ]
  }
}

interface Value {
  readonly stringValue?: string
  readonly intValue?: string
  readonly doubleValue?: number
  readonly boolValue?: boolean
  readonly kvlistValue?: { readonly values: readonly Attribute[] }
}

interface Attribute {
  readonly key: string
  readonly value: Value
}

interface Line {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly { readonly attributes?: readonly Attribute[] }[]
    }[]
  }[]
}

/** A line is a batch, in the JSON form of OTLP. */
function eventsOf(line: string): readonly Event[] {
  const { resourceLogs } = JSON.parse(line) as Line
  return resourceLogs
    .flatMap(({ scopeLogs }) => scopeLogs)
    .flatMap(({ logRecords }) => logRecords)
    .map(({ attributes = [] }) => plainObject(attributes))
    .map((event) => ({ ...event, __path__: event['log.file.path'] }))
}

function plainObject(attributes: readonly Attribute[]): Event {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]))
}

function plainValue(value: Value): unknown {
  if (value.kvlistValue !== undefined) return plainObject(value.kvlistValue.values)
  if (value.intValue !== undefined) return Number(value.intValue)
  return value.stringValue ?? value.doubleValue ?? value.boolValue ?? ''
}
