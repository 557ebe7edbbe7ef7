import { defineProcessor } from '@sluice/plugin'
import { array, boolean, object, record, string, unknown } from '@sluice/plugin/schema'
import { createNativeFilter } from './filter-regex-native.ts'

const config = object({
  ConditionExp: record(string(), unknown())
    .optional()
    .describe(
      'What has to hold for an event to stay: `{operator: and | or, operands: [.., ..]}`, `{operator: not, operands: [..]}`, or `{key, exp, type: regex}`: the whole value of the field matches the expression, which is in Perl (Boost) syntax.',
    ),
  FilterKey: array(string())
    .default([])
    .describe('Names of fields, all of which have to match their expression in FilterRegex.'),
  FilterRegex: array(string())
    .default([])
    .describe('Expressions in Perl (Boost) syntax, one for each of FilterKey.'),
  Include: record(string(), string())
    .default({})
    .describe('Names of fields and their expressions: older form of FilterKey and FilterRegex.'),
  DiscardingNonUTF8: boolean()
    .default(false)
    .describe('Replace bytes that are not UTF-8 by spaces in events that stay.'),
})

export default defineProcessor({
  type: 'processor_filter_regex_native',
  description: 'Keeps logs whose fields match regular expressions as a whole.',
  stability: 'beta',
  replicable: true,
  compat: 'native',
  config,
  setup: (options, context) => ({ columns: createNativeFilter(options, context) }),
})
