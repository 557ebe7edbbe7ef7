import type { PluginContext } from '@sluice/plugin'
import type { ColumnCollector, ColumnServiceInput, ColumnWork } from '@sluice/plugin/columns'
import { Discovery } from './discovery.ts'
import { FileFollower } from './file-follower.ts'
import { FileReader } from './file-reader.ts'
import { FileRecords } from './file-records.ts'
import { FileShare } from './file-share.ts'
import { FileSet } from './file-set.ts'
import type { FileCounters, Following } from './following.ts'
import { createGroupTags } from './group-tags.ts'
import { LineWriter } from './line-writer.ts'
import { OnceLog } from './once-log.ts'
import { OpenFiles } from './open-files.ts'
import type { FileInputOptions } from './options.ts'
import type { Settings } from './settings.ts'

const OFFSET_KEY = '__file_offset__'

/** Makes the input; every start of it begins anew from the checkpoints. */
export function createFileInput(settings: Settings, context: PluginContext): ColumnServiceInput {
  const { options, globs, exclusions } = settings
  return {
    work: [linesOf(options)],
    async start(collector, signal) {
      const following = createFollowing(options, context, collector)
      const discovery = new Discovery(globs, exclusions, {
        inRoot: options.AllowingCollectingFilesInRootDir,
        log: following.warnings,
      })
      const writer = new LineWriter(context.kernels, {
        encoding: options.FileEncoding,
        offsetKey: offsetKey(options),
      })
      const tags = createGroupTags(options)
      const reader = new FileReader(following, { collector, writer, tags })
      await new FileFollower(following, discovery, reader).run(signal)
    },
  }
}

function createFollowing(
  options: FileInputOptions,
  context: PluginContext,
  collector: ColumnCollector,
): Following {
  const { clock, checkpoints, logger } = context
  const share = new FileShare(context.replica)
  const records = new FileRecords(checkpoints, collector, clock, share)
  if (records.unreadable > 0) {
    const fields = { checkpoints: records.unreadable }
    logger.error(fields, 'checkpoints cannot be read; their files are treated as new ones')
  }
  const flushAfter = context.once ? 0 : options.FlushTimeoutSecs * 1000
  return {
    options,
    context,
    files: new FileSet({ flushAfter, now: () => clock.monotonic() }),
    open: new OpenFiles(),
    records,
    share,
    warnings: new OnceLog(logger),
    counters: createCounters(context),
  }
}

function createCounters({ metrics }: PluginContext): FileCounters {
  return {
    skippedBytes: metrics.counter('skipped_bytes_total'),
    lostBytes: metrics.counter('lost_bytes_total'),
    rotations: metrics.counter('rotations_total'),
    truncations: metrics.counter('truncations_total'),
    splitLines: metrics.counter('split_lines_total'),
    readErrors: metrics.counter('read_errors_total'),
  }
}

function linesOf(options: FileInputOptions): ColumnWork {
  const what = 'lines'
  if (offsetKey(options) !== undefined) {
    return { what, compiled: false, reason: 'the place of each line in its file is asked for' }
  }
  if (options.FileEncoding !== 'gbk') return { what, compiled: true }
  return { what, compiled: true, reason: 'what is not ASCII is decoded in plain JavaScript' }
}

function offsetKey({ FileOffsetKey, AppendingLogPositionMeta }: FileInputOptions) {
  if (FileOffsetKey !== undefined && FileOffsetKey !== '') return FileOffsetKey
  return AppendingLogPositionMeta ? OFFSET_KEY : undefined
}
