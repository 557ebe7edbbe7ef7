import { defineProcessor } from '@sluice/plugin'
import { array, object, string } from '@sluice/plugin/schema'
import { nativeParserOptions } from '../../shared/native-parser.ts'
import { createNativeRegexParser } from './parse-regex-native.ts'

const config = object({
  ...nativeParserOptions,
  Regex: string()
    .min(1)
    .describe(
      'Expression in Perl (Boost) syntax that the whole value must match; `.` matches a newline too. Each group gives one field. `(.*)` copies the value.',
    ),
  Keys: array(string())
    .min(1)
    .describe('Names of the fields, one for each group in order; or one text with commas between.'),
})

export default defineProcessor({
  type: 'processor_parse_regex_native',
  description: 'Takes fields out of a field that a regular expression matches as a whole.',
  stability: 'beta',
  replicable: true,
  compat: 'native',
  config,
  setup: (options, context) => ({ columns: createNativeRegexParser(options, context) }),
})
