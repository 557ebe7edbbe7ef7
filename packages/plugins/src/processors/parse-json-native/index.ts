import { defineProcessor } from '@sluice/plugin'
import { object } from '@sluice/plugin/schema'
import { nativeParserOptions } from '../../shared/native-parser.ts'
import { createNativeJsonParser } from './parse-json-native.ts'

export default defineProcessor({
  type: 'processor_parse_json_native',
  description: 'Makes fields of the members of a JSON object in a field; one level only.',
  stability: 'beta',
  replicable: true,
  compat: 'native',
  config: object(nativeParserOptions),
  setup: (options, context) => ({ columns: createNativeJsonParser(options, context) }),
})
