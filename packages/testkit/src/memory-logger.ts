import type { LogFields, Logger } from '@sluice/plugin'

/** One record of a log, as tests look at it. */
export interface LogRecord {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: LogFields
}

/** A logger that keeps its records. */
export class MemoryLogger implements Logger {
  readonly records: LogRecord[]
  readonly #bound: LogFields

  constructor(records: LogRecord[] = [], bound: LogFields = {}) {
    this.records = records
    this.#bound = bound
  }

  debug(fields: LogFields | string, message?: string): void {
    this.#keep('debug', fields, message)
  }

  info(fields: LogFields | string, message?: string): void {
    this.#keep('info', fields, message)
  }

  warn(fields: LogFields | string, message?: string): void {
    this.#keep('warn', fields, message)
  }

  error(fields: LogFields | string, message?: string): void {
    this.#keep('error', fields, message)
  }

  child(fields: LogFields): Logger {
    return new MemoryLogger(this.records, { ...this.#bound, ...fields })
  }

  #keep(level: LogRecord['level'], fields: LogFields | string, message: string | undefined): void {
    if (typeof fields === 'string')
      this.records.push({ level, message: fields, fields: this.#bound })
    else this.records.push({ level, message: message ?? '', fields: { ...this.#bound, ...fields } })
  }
}
