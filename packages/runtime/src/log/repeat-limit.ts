/** Records of one kind that are written within a window; the rest are counted. */
const WRITTEN_PER_WINDOW = 10
/** Length of a window in milliseconds. */
export const REPEAT_WINDOW_MS = 10_000
/** Kinds of records watched at once; beyond, the oldest is forgotten early. */
const MAX_WINDOWS = 1000

/** Severity of a record, the least severe first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** What makes two records repeats of each other: their data may differ. */
export interface RecordKind {
  readonly level: LogLevel
  readonly message: string
  readonly pipeline: unknown
  readonly plugin: unknown
}

/** A kind of record and how many of it were not written. */
export interface Suppressed extends RecordKind {
  readonly count: number
}

interface Window {
  readonly kind: RecordKind
  readonly start: number
  seen: number
}

/** Keeps a fault that occurs for every event from filling the disk with the same line. */
export class RepeatLimit {
  /** All windows have the same length, so the order of insertion is the order in which they end. */
  readonly #windows = new Map<string, Window>()

  /** Whether a record of this kind is to be written at `now`, in monotonic milliseconds. */
  admit(kind: RecordKind, now: number): boolean {
    const key = JSON.stringify([kind.level, kind.message, kind.pipeline, kind.plugin])
    const window = this.#windows.get(key)
    if (window === undefined) {
      this.#windows.set(key, { kind, start: now, seen: 1 })
      return true
    }
    window.seen++
    return window.seen <= WRITTEN_PER_WINDOW
  }

  /** Ends the windows that are over, or all of them without a time, and returns what each held back. */
  end(now = Infinity): readonly Suppressed[] {
    const suppressed: Suppressed[] = []
    for (const [key, { kind, start, seen }] of this.#windows) {
      if (now - start < REPEAT_WINDOW_MS && this.#windows.size < MAX_WINDOWS) break
      this.#windows.delete(key)
      if (seen > WRITTEN_PER_WINDOW) suppressed.push({ ...kind, count: seen - WRITTEN_PER_WINDOW })
    }
    return suppressed
  }
}
