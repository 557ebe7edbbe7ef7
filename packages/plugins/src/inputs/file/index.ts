import { defineServiceInput } from '@sluice/plugin'
import { createFileInput } from './create-file-input.ts'
import { config } from './options.ts'
import { createSettings } from './settings.ts'

export default defineServiceInput({
  type: 'input_file',
  description:
    'Collects the lines of text files as they are written, through rotation and restarts.',
  stability: 'beta',
  replicable: true,
  compat: 'native',
  config,
  replay: 'checkpoint',
  endsOnce: true,
  setup: (options, context) => ({
    columns: createFileInput(createSettings(options, context), context),
  }),
})
