import type { PluginContext } from '@sluice/plugin'
import {
  array,
  boolean,
  enum as oneOf,
  int,
  object,
  pathGlob,
  record,
  string,
  unknown,
  type infer as Infer,
} from '@sluice/plugin/schema'
import { multiline } from './lines/multiline.ts'

const TAIL_SIZE_KB = 1024
const LARGEST_TAIL_SIZE_KB = 104_857_600

const tags = object({
  FilePathTagKey: string()
    .optional()
    .describe('Tag for the path; empty: none, `__default__`: `__path__`.'),
  FileInodeTagKey: string()
    .optional()
    .describe('Tag for the inode; empty: none, `__default__`: `__inode__`.'),
})

const uint = () => int().min(0)

export const config = object({
  FilePaths: array(pathGlob())
    .min(1)
    .max(10)
    .describe(
      'Files to collect. `*`, `?` and `[…]` match within one name; `**` as the last directory matches subdirectories.',
    ),
  MaxDirSearchDepth: int()
    .default(0)
    .describe('How many levels of subdirectories `**` reaches down; negative: all.'),
  ExcludeFilePaths: array(string())
    .default([])
    .describe('Absolute paths not to collect; wildcards cross directories only with `**`.'),
  ExcludeFiles: array(string()).default([]).describe('Names of files not to collect.'),
  ExcludeDirs: array(string())
    .default([])
    .describe('Absolute directories not to collect from, with everything below them.'),
  AllowingCollectingFilesInRootDir: boolean()
    .default(false)
    .describe('Collect files that lie directly in `/`.'),
  AllowingIncludedByMultiConfigs: boolean()
    .default(false)
    .describe('Accepted: every pipeline collects all files its own paths match.'),
  FileEncoding: string()
    .toLowerCase()
    .pipe(
      oneOf(['utf8', 'gbk'], 'expected utf8 or gbk; files in other encodings are not supported'),
    )
    .default('utf8')
    .describe(
      'Encoding of the files, `utf8` or `gbk`. A line that is not valid GBK keeps its bytes.',
    ),
  TailingAllMatchedFiles: boolean()
    .default(false)
    .describe('Collect existing files at the start however old they are.'),
  TailSizeKB: uint()
    .default(TAIL_SIZE_KB)
    .describe('Of a file that was not seen before only so much of its end is collected.'),
  FlushTimeoutSecs: uint()
    .default(60)
    .describe(
      'Seconds without growth after which an incomplete last line or block is collected as it is.',
    ),
  ReadDelaySkipThresholdBytes: uint()
    .default(0)
    .describe('Skip to the last line when more than this is unread; 0: never.'),
  ReadDelayAlertThresholdBytes: uint()
    .default(209_715_200)
    .describe('Warn when more than this is unread.'),
  CloseUnusedReaderIntervalSec: uint()
    .default(60)
    .describe('Seconds without growth after which a file is closed until it grows again.'),
  RotatorQueueSize: uint()
    .min(1)
    .default(20)
    .describe('How many unread files may stand in the queue of one path.'),
  MaxCheckpointDirSearchDepth: uint()
    .max(100)
    .default(0)
    .describe('How many levels of subdirectories are searched for a renamed file.'),
  AppendingLogPositionMeta: boolean()
    .default(false)
    .describe('Add the field `__file_offset__` and the tag `__inode__`.'),
  FileOffsetKey: string()
    .optional()
    .describe('Field that gets the place of the line in the file, in bytes.'),
  Tags: tags.default({}).describe('Names of the tags of each group of events.'),
  Multiline: multiline
    .optional()
    .describe('How lines are joined to one event; left out: each line is one.'),
  PreservedDirDepth: int().optional().describe('No effect.'),
  EnableExactlyOnce: uint().optional().describe('No effect.'),
  EnableContainerDiscovery: boolean().optional().describe('No effect outside containers.'),
  ContainerFilters: record(string(), unknown()).optional().describe('No effect.'),
  ExternalK8sLabelTag: record(string(), string()).optional().describe('No effect.'),
  ExternalEnvTag: record(string(), string()).optional().describe('No effect.'),
  CollectingContainersMeta: boolean().optional().describe('No effect.'),
})

/** The options of `input_file`. */
export type FileInputOptions = Infer<typeof config>

const WITHOUT_EFFECT = [
  'PreservedDirDepth',
  'EnableExactlyOnce',
  'EnableContainerDiscovery',
  'ContainerFilters',
  'ExternalK8sLabelTag',
  'ExternalEnvTag',
  'CollectingContainersMeta',
] as const

/** Checks what the schema cannot say and warns of what has no effect. */
export function settleOptions(
  options: FileInputOptions,
  { logger }: Pick<PluginContext, 'logger'>,
): FileInputOptions {
  for (const option of WITHOUT_EFFECT) {
    if (options[option] !== undefined) logger.warn({ option }, 'the option has no effect')
  }
  if (options.TailSizeKB <= LARGEST_TAIL_SIZE_KB) return options
  const fields = { option: 'TailSizeKB', limit: LARGEST_TAIL_SIZE_KB, used: TAIL_SIZE_KB }
  logger.warn(fields, 'the option is above its limit; its default is used')
  return { ...options, TailSizeKB: TAIL_SIZE_KB }
}
