import { defineProcessor } from '@sluice/plugin'
import { int, object, string } from '@sluice/plugin/schema'
import { createNativeTimestampParser } from './parse-timestamp-native.ts'

const config = object({
  SourceKey: string()
    .min(1)
    .describe('The field with the time; an event without it passes by unchanged.'),
  SourceFormat: string()
    .min(1)
    .describe('What the field begins with, in the syntax of strptime: `%Y-%m-%d %H:%M:%S.%f`.'),
  SourceTimezone: string()
    .default('')
    .describe('Zone of the time, as in `GMT+08:00`. Empty: the zone of the machine.'),
  SourceYear: int()
    .min(-1)
    .max(9999)
    .default(-1)
    .describe(
      'The year where SourceFormat has none. 0: the current one. -1: events without a year are dropped.',
    ),
})

export default defineProcessor({
  type: 'processor_parse_timestamp_native',
  description: 'Sets the time of logs to the one that a field begins with, and drops old ones.',
  stability: 'beta',
  replicable: true,
  compat: 'native',
  config,
  setup: (options, context) => ({ columns: createNativeTimestampParser(options, context) }),
})
