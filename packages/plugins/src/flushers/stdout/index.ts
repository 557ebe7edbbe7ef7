import { defineFlusher } from '@sluice/plugin'
import { boolean, int, object, size, string } from '@sluice/plugin/schema'
import { createPrinter } from './create-printer.ts'

const config = object({
  OnlyStdout: boolean().default(false).describe('Print to standard output.'),
  FileName: string()
    .default('')
    .describe(
      'Append to this file instead. Without it and OnlyStdout the collector logs the events.',
    ),
  MaxSize: size('1MB').describe('Size at which the file is rolled; 0 means the default.'),
  MaxRolls: int().min(0).default(1).describe('Number of rolled files that are kept; 0 means 1.'),
  KeyValuePairs: boolean()
    .default(true)
    .describe('Show a log as one object of its contents; false keeps keys and values apart.'),
  Tags: boolean().default(false).describe('Put a heading with its tags in front of each group.'),
  Prefix: boolean()
    .optional()
    .describe('Put date and time in front of each line. Default: only in a file.'),
})

export default defineFlusher({
  type: 'flusher_stdout',
  description: 'Prints events as JSON lines to standard output, a file or the log.',
  stability: 'beta',
  compat: 'extended',
  config,
  setup: createPrinter,
})
