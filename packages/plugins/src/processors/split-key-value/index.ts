import { defineProcessor } from '@sluice/plugin'
import { boolean, object, string } from '@sluice/plugin/schema'
import { createPairSplitter } from './split-key-value.ts'

const config = object({
  SourceKey: string()
    .default('')
    .describe('The field to split. Empty: the first field of each event.'),
  Delimiter: string().default('\t').describe('What stands between two pairs. Empty: a tab.'),
  Separator: string()
    .default(':')
    .describe(
      'What stands between a key and its value; the first one in a pair counts. Empty: a colon.',
    ),
  Quote: string()
    .default('')
    .describe(
      'What may stand around a value, or a pair, which then may contain Delimiter. Empty: nothing.',
    ),
  KeepSource: boolean().default(true).describe('Keep the source field.'),
  EmptyKeyPrefix: string()
    .default('empty_key_')
    .describe('A value without a key gets this and a number as key.'),
  NoSeparatorKeyPrefix: string()
    .default('no_separator_key_')
    .describe('A pair without Separator gets this and a number as key.'),
  DiscardWhenSeparatorNotFound: boolean()
    .default(false)
    .describe('Leave out pairs without Separator.'),
  ErrIfSourceKeyNotFound: boolean()
    .default(true)
    .describe('Warn about events without the source field.'),
  ErrIfSeparatorNotFound: boolean()
    .default(true)
    .describe('Warn about events with pairs without Separator.'),
  ErrIfKeyIsEmpty: boolean().default(true).describe('Warn about events with values without a key.'),
})

export default defineProcessor({
  type: 'processor_split_key_value',
  description: 'Splits a field into pairs of keys and values.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup: (options, context) => ({ columns: createPairSplitter(options, context) }),
})
