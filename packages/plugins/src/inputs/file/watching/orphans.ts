import { dirname } from 'node:path'
import { type FileStat, filesByKey, statOpenFile } from '../files/file-stat.ts'
import type { Following } from '../following.ts'
import { noteSize } from './note-size.ts'
import { isActive, type PollLoad, pollInterval } from './poll-interval.ts'
import { isSameFile, type TrackedFile } from '../files/tracked-file.ts'

/** How long a file that was deleted or renamed away is followed at most. */
const FOLLOWED_MS = 15 * 60_000

/** The files that no collected path leads to any more: deleted ones, and rotated ones under names nobody asked for. */
export class Orphans {
  readonly #following: Following
  /** When to look at each again, monotonic. */
  readonly #due = new Map<TrackedFile, number>()

  constructor(following: Following) {
    this.#following = following
  }

  get size(): number {
    return this.#due.size
  }

  /** Takes a file that lost its last name, and gets hold of it before it is gone. */
  add(file: TrackedFile, now: number): void {
    file.orphanedAt = now
    this.#due.set(file, now)
    this.look(file, now)
    if (!file.hasNew || !this.#due.has(file)) return
    try {
      this.#following.open.use(file)
    } catch {
      // It is tried again, and reported, when it is read.
    }
  }

  /** The file has a name again. */
  remove(file: TrackedFile): void {
    this.#due.delete(file)
  }

  /** Looks at those that are due; returns when to come again. */
  round(now: number, load: PollLoad): number {
    let next = Infinity
    for (const [file, due] of this.#due) {
      if (due <= now) this.look(file, now)
      if (!this.#due.has(file)) continue
      const again = due <= now ? now + pollInterval(load, isActive(file.grownAt, now), true) : due
      this.#due.set(file, again)
      next = Math.min(next, again)
    }
    return next
  }

  /** Looks whether there is more in the file, and whether it is still worth following. */
  look(file: TrackedFile, now: number): void {
    const stat = this.#stat(file)
    if (stat === undefined) return this.drop(file)
    noteSize(this.#following, file, stat)
    const isRead = !file.hasNew && !file.hasPartial
    const age = now - file.orphanedAt
    const idle = now - Math.max(file.grownAt, file.readAt)
    const unused = idle >= this.#following.options.CloseUnusedReaderIntervalSec * 1000
    if (isRead && (age >= FOLLOWED_MS || (file.deleted && unused))) this.drop(file)
    // As long as it is open, its space on the disk is not freed.
    else if (file.deleted && age >= FOLLOWED_MS) this.drop(file)
  }

  /** The file is not there any more, or not worth following. */
  drop(file: TrackedFile): void {
    const { files, open, counters, context } = this.#following
    const lostBytes = file.size - file.offset
    if (lostBytes > 0) {
      counters.lostBytes.add(lostBytes)
      const message = 'the file is gone before it was read to its end'
      context.logger.warn({ file: file.path, lostBytes }, message)
    }
    open.close(file)
    files.drop(file)
    this.#due.delete(file)
  }

  #stat(file: TrackedFile): FileStat | undefined {
    const { open, options } = this.#following
    const fd = open.get(file)
    if (fd !== undefined) {
      const stat = statOpenFile(fd)
      file.deleted = stat.deleted
      return stat
    }
    if (file.statAt(file.home) === undefined) {
      const found = filesByKey(dirname(file.home), options.MaxCheckpointDirSearchDepth)
      file.home = found.get(file.key) ?? file.home
    }
    return isSameFile(file.home, file) ? file.statAt(file.home) : undefined
  }
}
