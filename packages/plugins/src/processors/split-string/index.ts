import { defineProcessor } from '@sluice/plugin'
import { array, boolean, object, string } from '@sluice/plugin/schema'
import { createStringSplitter } from './split-string.ts'

const config = object({
  SplitSep: string().min(1).default('\n').describe('The text between two values.'),
  SplitKeys: array(string())
    .default([])
    .describe('Names of the fields, one for each value in order.'),
  SourceKey: string()
    .default('')
    .describe('The field to split. Empty: the first field of the event, whatever its name.'),
  PreserveOthers: boolean()
    .default(true)
    .describe('Keep what is left after the last of SplitKeys, as _split_preserve_.'),
  ExpandOthers: boolean()
    .default(false)
    .describe('Split what is left as well: one field for each value.'),
  ExpandKeyPrefix: string()
    .default('')
    .describe('What the names of those fields begin with; a number from 1 on follows.'),
  NoKeyError: boolean().default(false).describe('Warn about events without the source field.'),
  NoMatchError: boolean()
    .default(false)
    .describe('Warn about fields with fewer values than SplitKeys.'),
  KeepSource: boolean().default(false).describe('Keep the source field.'),
})

export default defineProcessor({
  type: 'processor_split_string',
  description: 'Splits a field at a text into several fields.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup: (options, context) => ({ columns: createStringSplitter(options, context) }),
})
