import { defineProcessor } from '@sluice/plugin'
import { array, boolean, object, string } from '@sluice/plugin/schema'
import { createRegexParser } from './regex.ts'

const config = object({
  Regex: string()
    .min(1)
    .describe(
      'Expression in Go (RE2) syntax; `.` matches a newline too. Each group gives one field.',
    ),
  Keys: array(string()).min(1).describe('Names of the fields, one for each group in order.'),
  SourceKey: string()
    .default('')
    .describe('The field to parse. Empty: the first field of the event, whatever its name.'),
  FullMatch: boolean()
    .default(false)
    .describe('The expression must match the whole value; otherwise any part of it will do.'),
  NoKeyError: boolean().default(false).describe('Warn about events without the source field.'),
  NoMatchError: boolean().default(true).describe('Warn about values that do not match.'),
  KeepSource: boolean().default(false).describe('Keep the source field.'),
  KeepSourceIfParseError: boolean()
    .default(true)
    .describe('Keep the source field of events that do not match.'),
})

export default defineProcessor({
  type: 'processor_regex',
  description: 'Takes fields out of a field with a regular expression.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup: (options, context) => ({ columns: createRegexParser(options, context) }),
})
