import type { PluginContext } from '@sluice/plugin'
import type { ColumnCollector, ColumnServiceInput, ColumnWork } from '@sluice/plugin/columns'
import { BlockSplitter } from './lines/block-splitter.ts'
import { DiscardReport } from './lines/discard-report.ts'
import { Discovery } from './discovery/discovery.ts'
import { FileFollower } from './file-follower.ts'
import { FileReader } from './file-reader.ts'
import { FileRecords } from './files/file-records.ts'
import { FileShare } from './files/file-share.ts'
import { FileSet } from './files/file-set.ts'
import { GbkSource } from './lines/gbk-source.ts'
import type { FileCounters, Following } from './following.ts'
import { createGroupTags } from './group-tags.ts'
import { LineSplitter } from './lines/line-splitter.ts'
import { OnceLog } from './once-log.ts'
import { OpenFiles } from './files/open-files.ts'
import type { FileInputOptions } from './options.ts'
import type { Settings } from './settings.ts'
import type { Splitter } from './lines/stretch.ts'
import { type Source, Utf8Source } from './lines/utf8-source.ts'

const OFFSET_KEY = '__file_offset__'
/** Room for offsets of lines that are not very short. */
const OFFSETS_SIZE = 48 * 1024

/** Makes the input; every start of it begins anew from the checkpoints. */
export function createFileInput(settings: Settings, context: PluginContext): ColumnServiceInput {
  const { options, globs, exclusions } = settings
  return {
    work: [linesOf(settings)],
    async start(collector, signal) {
      const source = createSource(options)
      const following = createFollowing(settings, source, context, collector)
      const discovery = new Discovery(globs, exclusions, {
        inRoot: options.AllowingCollectingFilesInRootDir,
        log: following.warnings,
      })
      const reader = new FileReader(following, {
        collector,
        source,
        splitter: createSplitter(settings, context),
        discards: new DiscardReport(context, options.Multiline?.IgnoringUnmatchWarning ?? false),
        tags: createGroupTags(options),
      })
      await new FileFollower(following, discovery, reader).run(signal)
    },
  }
}

function createSource(options: FileInputOptions): Source {
  if (options.FileEncoding === 'gbk') return new GbkSource()
  return new Utf8Source(offsetKey(options) === undefined ? 0 : OFFSETS_SIZE)
}

function createSplitter({ options, blocks }: Settings, { kernels }: PluginContext): Splitter {
  const key = offsetKey(options)
  return blocks === undefined ? new LineSplitter(kernels, key) : new BlockSplitter(blocks, key)
}

function createFollowing(
  { options, blocks }: Settings,
  source: Source,
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
  const isFirst = blocks?.isFirst
  return {
    options,
    context,
    files: new FileSet({ flushAfter, now: () => clock.monotonic() }),
    open: new OpenFiles(),
    records,
    share,
    warnings: new OnceLog(logger),
    counters: createCounters(context),
    isFirstLine: isFirst && ((line) => isFirst(source.text(line))),
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

function linesOf({ options, blocks }: Settings): ColumnWork {
  const left: string[] = []
  if (options.FileEncoding === 'gbk') left.push('what is not ASCII is decoded by Node.js')
  if (blocks !== undefined) left.push('they are joined in plain JavaScript')
  if (offsetKey(options) !== undefined) left.push('their places are added in plain JavaScript')
  const reason = left.length === 0 ? {} : { reason: left.join('; ') }
  return { what: 'lines', compiled: true, ...reason }
}

function offsetKey({ FileOffsetKey, AppendingLogPositionMeta }: FileInputOptions) {
  if (FileOffsetKey !== undefined && FileOffsetKey !== '') return FileOffsetKey
  return AppendingLogPositionMeta ? OFFSET_KEY : undefined
}
