import { defineProcessor } from '@sluice/plugin'
import { array, boolean, object, string } from '@sluice/plugin/schema'
import { createRenamer } from './rename.ts'

const config = object({
  SourceKeys: array(string()).min(1).describe('Names to replace.'),
  DestKeys: array(string()).min(1).describe('The new names, one for each of SourceKeys in order.'),
  NoKeyError: boolean().default(false).describe('Warn about events that lack one of SourceKeys.'),
})

export default defineProcessor({
  type: 'processor_rename',
  description: 'Renames fields of logs and tags of metrics and spans.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  events: ['metric', 'span'],
  config,
  setup: createRenamer,
})
