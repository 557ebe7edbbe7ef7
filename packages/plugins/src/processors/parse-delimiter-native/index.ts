import { defineProcessor } from '@sluice/plugin'
import { array, boolean, enum as oneOf, object, string } from '@sluice/plugin/schema'
import { nativeParserOptions } from '../../shared/native-parser.ts'
import { createNativeDelimiterParser } from './parse-delimiter-native.ts'

const config = object({
  ...nativeParserOptions,
  Separator: string()
    .min(1)
    .max(4)
    .describe(
      'What stands between two values: up to four characters. The two characters `\\t` mean a tab.',
    ),
  Quote: string()
    .regex(/^[\0-\x7f]?$/, 'must be one character of ASCII')
    .default('"')
    .describe(
      'May stand around a value; doubled inside, it means itself. Empty: the default. Only if Separator is one character of ASCII; none if they are the same.',
    ),
  Keys: array(string()).min(1).describe('Names of the fields, one for each value in order.'),
  AllowingShortenedFields: boolean()
    .default(true)
    .describe('Take fewer values than Keys as well; the remaining keys are left out.'),
  OverflowedFieldsTreatment: oneOf(['extend', 'keep', 'discard'])
    .default('extend')
    .describe(
      'What becomes of values behind the last key: `extend` makes a field of each, __column3__ and so on; `keep` makes one of all, which begins with the separator; `discard` drops them, and values whose key is `_`.',
    ),
})

export default defineProcessor({
  type: 'processor_parse_delimiter_native',
  description: 'Splits a field at a separator into several fields.',
  stability: 'beta',
  replicable: true,
  compat: 'native',
  config,
  setup: (options, context) => ({ columns: createNativeDelimiterParser(options, context) }),
})
