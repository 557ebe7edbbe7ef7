import { defineProcessor } from '@sluice/plugin'
import { array, object, string } from '@sluice/plugin/schema'
import { createFieldDropper } from './drop.ts'

const config = object({
  DropKeys: array(string()).min(1).describe('Names of the fields to remove.'),
})

export default defineProcessor({
  type: 'processor_drop',
  description: 'Removes fields.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup: ({ DropKeys }) => ({ columns: createFieldDropper(DropKeys) }),
})
