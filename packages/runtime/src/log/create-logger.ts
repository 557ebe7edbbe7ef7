import { isatty } from 'node:tty'

import type { Clock, LogFields, Logger } from '@sluice/plugin'

import { createDescriptorWriter } from './descriptor-writer.ts'
import { RecordSink } from './record-sink.ts'
import type { LogLevel } from './repeat-limit.ts'
import { formatTextLine } from './text-line.ts'

const STDERR = 2

/** `text` for a person's eyes, `json` for a program; one line per record in both. */
export type LogFormat = 'json' | 'text'

/** How a thread logs; everything has a default. */
export interface LoggerOptions {
  /** The least severe level that is written; `info` by default. At `debug`, errors come with their stacks. */
  readonly level?: LogLevel
  /** By default `text` when standard error is a terminal, else `json`. */
  readonly format?: LogFormat
  /** Takes a line with its newline and tells whether it was written; standard error, synchronously, by default. */
  readonly write?: (line: string) => boolean
  /** Dates the records and measures how often they repeat; the system's clock by default. */
  readonly clock?: Pick<Clock, 'now' | 'monotonic'>
}

/** A thread's own logger, the parent of all others in it. */
export interface RootLogger extends Logger {
  /** Reports repeats that were held back and whose window is over. To be called every second or so. */
  tick(): void
  /** Reports all repeats that were held back. To be called before the thread ends; the logger stays usable. */
  flush(): void
}

/**
 * Makes a thread's logger. Of records with the same level, message, `pipeline` and `plugin`, ten are written in 10 s
 * and the rest counted. The fields `time`, `level` and `message` belong to the record itself: a caller's field of that
 * name gets a trailing underscore. Nothing it does throws.
 */
export function createLogger(options: LoggerOptions = {}): RootLogger {
  const { clock = { now: () => Date.now(), monotonic: () => performance.now() } } = options
  const { level = 'info', format = isatty(STDERR) ? 'text' : 'json' } = options
  const { write = createDescriptorWriter(STDERR) } = options
  const writeRecord = format === 'text' ? (json: string) => write(formatTextLine(json)) : write
  return new RecordLogger({}, new RecordSink({ level, write: writeRecord, clock }))
}

class RecordLogger implements RootLogger {
  readonly #bound: LogFields
  readonly #sink: RecordSink

  constructor(bound: LogFields, sink: RecordSink) {
    this.#bound = bound
    this.#sink = sink
  }

  debug(fields: LogFields | string, message?: string): void {
    this.#sink.log('debug', this.#bound, fields, message)
  }

  info(fields: LogFields | string, message?: string): void {
    this.#sink.log('info', this.#bound, fields, message)
  }

  warn(fields: LogFields | string, message?: string): void {
    this.#sink.log('warn', this.#bound, fields, message)
  }

  error(fields: LogFields | string, message?: string): void {
    this.#sink.log('error', this.#bound, fields, message)
  }

  child(fields: LogFields): Logger {
    return new RecordLogger({ ...this.#bound, ...this.#sink.copy(fields) }, this.#sink)
  }

  tick(): void {
    this.#sink.tick()
  }

  flush(): void {
    this.#sink.flush()
  }
}
