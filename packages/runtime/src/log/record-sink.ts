import type { Clock, LogFields } from '@sluice/plugin'
import type { Logger as Pino } from 'pino'
import { pino } from 'pino'

import { loggedFields, loggedText } from './logged-value.ts'
import type { LogLevel, Suppressed } from './repeat-limit.ts'
import { REPEAT_WINDOW_MS, RepeatLimit } from './repeat-limit.ts'

/** What the sink needs; see `LoggerOptions`. */
export interface RecordSinkOptions {
  readonly level: LogLevel
  /** Takes a JSON line and tells whether it was written. */
  readonly write: (json: string) => boolean
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
}

/** Where all loggers of a thread put their records. */
export class RecordSink {
  readonly #pino: Pino
  readonly #write: (json: string) => boolean
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>
  readonly #stacks: boolean
  readonly #repeats = new RepeatLimit()
  #lost = 0

  constructor({ level, write, clock }: RecordSinkOptions) {
    this.#write = write
    this.#clock = clock
    this.#stacks = level === 'debug'
    this.#pino = pino(
      {
        level,
        base: null,
        messageKey: 'message',
        timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
      },
      { write: (json) => this.#writeLine(json) },
    )
  }

  /** A copy of the fields that is safe to keep and to write, whatever a plugin put in. */
  copy(fields: LogFields): LogFields {
    return fields instanceof Error
      ? loggedFields({ error: fields }, this.#stacks)
      : loggedFields(fields, this.#stacks)
  }

  /** Writes a record with the fields that a logger has bound and those of the call. */
  log(level: LogLevel, bound: LogFields, fields: LogFields | string, message?: string): void {
    if (!this.#pino.isLevelEnabled(level)) return
    this.tick()
    const [own, text] = typeof fields === 'string' ? [{}, fields] : [fields, message]
    const kind = {
      level,
      message: loggedText(typeof text === 'string' ? text : ''),
      pipeline: ownText(own, 'pipeline') ?? bound['pipeline'],
      plugin: ownText(own, 'plugin') ?? bound['plugin'],
    }
    // Before the copy: what floods the log must cost little.
    if (!this.#repeats.admit(kind, this.#clock.monotonic())) return
    this.#pino[level](apart({ ...bound, ...this.copy(own) }), kind.message)
  }

  /** Reports the repeats whose window is over. */
  tick(): void {
    this.#report(this.#repeats.end(this.#clock.monotonic()))
  }

  /** Reports all repeats. */
  flush(): void {
    this.#report(this.#repeats.end())
  }

  #report(suppressed: readonly Suppressed[]): void {
    for (const { level, message, pipeline, plugin, count } of suppressed) {
      const seconds = REPEAT_WINDOW_MS / 1000
      this.#pino[level](
        { pipeline, plugin, repeated: message, count, seconds },
        'repeats not shown',
      )
    }
  }

  #writeLine(json: string): void {
    if (!this.#attempt(json)) {
      this.#lost++
      return
    }
    if (this.#lost === 0) return
    const count = this.#lost
    this.#lost = 0
    this.#pino.error({ count }, 'log records were lost: nothing could be written for a while')
    if (this.#lost > 0) this.#lost = count
  }

  #attempt(json: string): boolean {
    try {
      return this.#write(json)
    } catch {
      return false
    }
  }
}

function ownText(fields: LogFields, key: string): string | undefined {
  try {
    const value = fields[key]
    return typeof value === 'string' ? loggedText(value) : undefined
  } catch {
    return undefined
  }
}

/** Keeps a caller's field from passing for the record's own. */
function apart(record: LogFields): LogFields {
  const own = new Set(['time', 'level', 'message'])
  if (!Object.keys(record).some((key) => own.has(key))) return record
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [own.has(key) ? `${key}_` : key, value]),
  )
}
