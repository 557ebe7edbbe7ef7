import type { TrackedFile } from './tracked-file.ts'

/** How long an incomplete last line is waited for. */
export interface FlushRule {
  /** Milliseconds without growth after which it is an event; 0: at once. */
  readonly flushAfter: number
  /** Monotonic milliseconds. */
  now(): number
}

/**
 * The files that are followed, and which of them is to be read next. Files that had one name after another stand in a
 * queue: a later one is not begun before the earlier ones are read to their ends.
 */
export class FileSet {
  readonly #rule: FlushRule
  readonly #files = new Map<string, TrackedFile>()
  readonly #queues = new Map<string, TrackedFile[]>()
  readonly #waiting = new Set<TrackedFile>()

  constructor(rule: FlushRule) {
    this.#rule = rule
  }

  get size(): number {
    return this.#files.size
  }

  /** Bytes that are there and were not handed over. */
  get unreadBytes(): number {
    return this.#files.values().reduce((sum, file) => sum + file.size - file.offset, 0)
  }

  get(key: string): TrackedFile | undefined {
    return this.#files.get(key)
  }

  has(file: TrackedFile): boolean {
    return this.#files.get(file.key) === file
  }

  values(): MapIterator<TrackedFile> {
    return this.#files.values()
  }

  /** The files that were first seen under `path`, oldest first. */
  queueOf(path: string): readonly TrackedFile[] {
    return this.#queues.get(path) ?? []
  }

  add(file: TrackedFile): void {
    this.#files.set(file.key, file)
    const queue = this.#queues.get(file.path)
    if (queue === undefined) this.#queues.set(file.path, [file])
    else queue.push(file)
  }

  drop(file: TrackedFile): void {
    this.#files.delete(file.key)
    this.#waiting.delete(file)
    const rest = this.queueOf(file.path).filter((other) => other !== file)
    if (rest.length === 0) this.#queues.delete(file.path)
    else this.#queues.set(file.path, rest)
  }

  /** Puts the files of each name in the order in which they had it: the one that has it now is the last. */
  sortQueues(): void {
    for (const [path, queue] of this.#queues) {
      const isLast = (file: TrackedFile): number => (file.home === path ? 1 : 0)
      queue.sort((a, b) => isLast(a) - isLast(b) || a.born - b.born || a.modified - b.modified)
    }
  }

  /** Takes note that a file changed or was read. */
  update(file: TrackedFile): void {
    if (!this.has(file)) return
    if (file.hasNew || this.isFlushDue(file)) this.#waiting.add(file)
    else this.#waiting.delete(file)
  }

  /** The next file to read from, the one that waits longest first; `undefined` when there is nothing to read. */
  next(): TrackedFile | undefined {
    const file = this.#waiting.values().find((candidate) => !this.mustWait(candidate))
    if (file !== undefined) this.#waiting.delete(file)
    return file
  }

  hasNext(): boolean {
    return this.#waiting.values().some((candidate) => !this.mustWait(candidate))
  }

  /** Whether the incomplete last line of a file is to be taken as it is. */
  isFlushDue(file: TrackedFile): boolean {
    if (!file.hasPartial || file.hasNew) return false
    return this.#rule.now() - file.grownAt >= this.#rule.flushAfter || this.#holdsUp(file)
  }

  /** Whether the writer has gone on to another file of the same name. */
  #holdsUp(file: TrackedFile): boolean {
    const queue = this.queueOf(file.path)
    const later = queue.slice(queue.indexOf(file) + 1)
    return later.some((other) => !other.begun && other.size > 0)
  }

  /** Whether there is something to read first in a file that had the same name before. */
  mustWait(file: TrackedFile): boolean {
    if (file.begun) return false
    const queue = this.queueOf(file.path)
    const earlier = queue.slice(0, queue.indexOf(file))
    // A file that cannot be read must not hold up the others for ever.
    return earlier.some((other) => (other.hasNew || other.hasPartial) && other.failures === 0)
  }
}
