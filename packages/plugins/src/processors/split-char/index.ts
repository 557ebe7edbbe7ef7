import { defineProcessor } from '@sluice/plugin'
import { array, boolean, object, string } from '@sluice/plugin/schema'
import { createCharSplitter } from './split-char.ts'

const oneByte = /^[\0-\x7f]$/

const config = object({
  SplitSep: string()
    .regex(oneByte, 'must be exactly one character of ASCII')
    .default('\n')
    .describe('The character between two values.'),
  SplitKeys: array(string())
    .default([])
    .describe('Names of the fields, one for each value in order.'),
  SourceKey: string()
    .default('')
    .describe('The field to split. Empty: the first field of the event, whatever its name.'),
  Quote: string()
    .regex(/^(?:$|[\0-\x7f])/, 'must begin with a character of ASCII')
    .default('')
    .describe('Its first character may stand around a value; doubled inside, it means itself.'),
  QuoteFlag: boolean().default(false).describe('Whether Quote has its meaning.'),
  PreserveOthers: boolean()
    .default(true)
    .describe('Add what is left after the last of SplitKeys as _split_preserve_.'),
  NoKeyError: boolean().default(false).describe('Warn about events without the source field.'),
  NoMatchError: boolean()
    .default(false)
    .describe('Warn about fields with fewer values than SplitKeys.'),
  KeepSource: boolean().default(false).describe('Keep the source field.'),
  KeepSourceIfParseError: boolean()
    .default(true)
    .describe('Keep the source field of events with a wrong quote.'),
})

export default defineProcessor({
  type: 'processor_split_char',
  description: 'Splits a field at a character into several fields.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup: (options, context) => ({ columns: createCharSplitter(options, context) }),
})
