import type { CounterMetric, PluginContext } from '@sluice/plugin'
import type { FileRecords } from './files/file-records.ts'
import type { FileShare } from './files/file-share.ts'
import type { FileSet } from './files/file-set.ts'
import type { FileInputOptions } from './options.ts'
import type { OnceLog } from './once-log.ts'
import type { OpenFiles } from './files/open-files.ts'

/** What the parts of a running input share. */
export interface Following {
  readonly options: FileInputOptions
  readonly context: PluginContext
  readonly files: FileSet
  readonly open: OpenFiles
  readonly records: FileRecords
  readonly share: FileShare
  readonly warnings: OnceLog
  readonly counters: FileCounters
  /** Whether a line is the first of a block, where several lines are joined and that can be told. */
  readonly isFirstLine: ((line: Buffer) => boolean) | undefined
}

export interface FileCounters {
  /** Bytes that were passed by because of `TailSizeKB` or `ReadDelaySkipThresholdBytes`. */
  readonly skippedBytes: CounterMetric
  /** Bytes known to have been in files that went away before they could be read. */
  readonly lostBytes: CounterMetric
  readonly rotations: CounterMetric
  readonly truncations: CounterMetric
  /** Lines and blocks longer than 512 KB, which became several events. */
  readonly splitLines: CounterMetric
  readonly readErrors: CounterMetric
}
