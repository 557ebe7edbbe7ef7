import { defineProcessor } from '@sluice/plugin'
import { boolean, int, object, string } from '@sluice/plugin/schema'
import { createJsonParser } from './json.ts'

const config = object({
  SourceKey: string().min(1).describe('The field that holds a JSON object.'),
  NoKeyError: boolean().default(true).describe('Warn about events without the source field.'),
  ExpandDepth: int()
    .default(0)
    .describe('How many levels become fields; deeper objects stay JSON text. 0: all levels.'),
  ExpandConnector: string()
    .default('_')
    .describe('Stands in front of each name in a key, the first one included; may be empty.'),
  Prefix: string().default('').describe('What all keys begin with.'),
  KeepSource: boolean().default(true).describe('Keep the source field.'),
  KeepSourceIfParseError: boolean()
    .default(true)
    .describe('Keep the source field of events that cannot be parsed.'),
  UseSourceKeyAsPrefix: boolean()
    .default(false)
    .describe('Keys begin with the name of the source field, behind Prefix.'),
  IgnoreFirstConnector: boolean()
    .default(false)
    .describe('No ExpandConnector in front of the names of the first level.'),
  ExpandArray: boolean()
    .default(false)
    .describe('Array items become fields named `key[0]`, `key[1]` …; arrays in arrays stay text.'),
})

export default defineProcessor({
  type: 'processor_json',
  description: 'Makes fields of the members of a JSON object in a field.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup: (options, context) => ({ columns: createJsonParser(options, context) }),
})
