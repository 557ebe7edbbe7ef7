import { group as groupInfo } from '@sluice/plugin'
import type { ColumnCollector, ColumnGroup } from '@sluice/plugin/columns'
import { statOpenFile } from './files/file-stat.ts'
import type { DiscardReport } from './lines/discard-report.ts'
import type { Following } from './following.ts'
import type { GroupTags } from './group-tags.ts'
import { noteSize } from './watching/note-size.ts'
import { readWindow } from './lines/read-window.ts'
import { checkSignature } from './files/signature.ts'
import type { Splitter } from './lines/stretch.ts'
import { lastLinePosition } from './files/tail-position.ts'
import type { TrackedFile } from './files/tracked-file.ts'
import type { Source } from './lines/utf8-source.ts'

const UNREADABLE = 'the file cannot be read; it is tried again'

/** What a reader works with. */
export interface ReaderParts {
  readonly collector: ColumnCollector
  readonly source: Source
  readonly splitter: Splitter
  readonly discards: DiscardReport
  readonly tags: GroupTags
}

/** Reads files, one window at a time, and hands the events to the pipeline. */
export class FileReader {
  readonly #following: Following
  readonly #parts: ReaderParts

  constructor(following: Following, parts: ReaderParts) {
    this.#following = following
    this.#parts = parts
  }

  /**
   * Reads the next window of a file. Resolves when the pipeline took it, with the number of events. A file that cannot
   * be read is reported and has `failures`; a rejection means that the pipeline failed.
   */
  async read(file: TrackedFile, signal: AbortSignal): Promise<number> {
    const { files, records } = this.#following
    const { collector, tags } = this.#parts
    const group = await collector.open(groupInfo(tags(file)))
    // While waiting for room the file may have gone; after a stop nothing may come.
    const isRead = !signal.aborted && files.has(file) && this.#tryRead(file, group)
    const events = isRead ? group.length : 0
    const record = file.record()
    if (isRead) files.update(file)
    if (events === 0) collector.discard(group)
    else await collector.emit(group)
    if (isRead && records.isNews(record)) records.save(record)
    return events
  }

  #tryRead(file: TrackedFile, group: ColumnGroup): boolean {
    const { open, counters, warnings, context } = this.#following
    try {
      this.#readInto(group, file, open.use(file))
      file.failures = 0
      warnings.mended(file.path, UNREADABLE)
      return true
    } catch (error) {
      file.failures++
      counters.readErrors.add()
      const { code } = error as NodeJS.ErrnoException
      if (code === undefined) throw error
      if (code !== 'ENOENT') warnings.warn(file.path, { file: file.path, code }, UNREADABLE)
      return false
    } finally {
      file.readAt = context.clock.monotonic()
    }
  }

  #readInto(group: ColumnGroup, file: TrackedFile, fd: number): void {
    const { files, counters, context } = this.#following
    noteSize(this.#following, file, statOpenFile(fd))
    this.#checkHead(file, fd)
    this.#checkDelay(file, fd)
    if (file.size === file.offset || files.mustWait(file)) return
    file.begun = true
    const takePartial = files.isFlushDue(file)
    const { source, splitter, discards } = this.#parts
    const reading = { fd, group, source, splitter, time: context.clock.now(), takePartial }
    const { isCut, discarded } = readWindow(file, reading)
    discards.add(file.path, discarded)
    if (!isCut) return
    counters.splitLines.add()
    context.logger.debug({ file: file.path }, 'what was longer than 512 KB was cut')
  }

  /** A file that begins otherwise than before was written anew in place. */
  #checkHead(file: TrackedFile, fd: number): void {
    file.touched = false
    const signature = checkSignature(fd, file.signature)
    if (signature !== undefined) {
      file.signature = signature
      return
    }
    const { counters, context } = this.#following
    counters.truncations.add()
    context.logger.info(
      { file: file.path },
      'the file was rewritten; it is read from its beginning',
    )
    file.startOver()
    noteSize(this.#following, file, statOpenFile(fd))
    file.signature = checkSignature(fd, file.signature) ?? file.signature
  }

  #checkDelay(file: TrackedFile, fd: number): void {
    const { options, counters, context } = this.#following
    if (context.once) return
    const unreadBytes = file.size - file.offset
    const skip = options.ReadDelaySkipThresholdBytes
    if (skip > 0 && unreadBytes > skip) {
      const offset = Math.max(file.offset, lastLinePosition(fd, file.size))
      const skippedBytes = offset - file.offset
      file.skipTo(offset)
      counters.skippedBytes.add(skippedBytes)
      const fields = { file: file.path, skippedBytes, option: 'ReadDelaySkipThresholdBytes' }
      context.logger.warn(fields, 'collecting is far behind; the unread lines are skipped')
      return
    }
    const isLate = unreadBytes > options.ReadDelayAlertThresholdBytes
    if (isLate && !file.isLate) {
      const fields = { file: file.path, unreadBytes, option: 'ReadDelayAlertThresholdBytes' }
      context.logger.warn(fields, 'collecting is far behind the writer of the file')
    }
    file.isLate = isLate
  }
}
