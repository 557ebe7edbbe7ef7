/** Structured data of a log record. Values must be JSON-serialisable; errors go under `error`. */
export type LogFields = Readonly<Record<string, unknown>>

/**
 * The plugin's log. Records go to the collector's standard error with the pipeline and plugin already bound; nothing
 * blocks for long and nothing throws. Messages are constants, data goes in fields:
 * `logger.warn({ file, bytes }, 'line is too long')`.
 */
export interface Logger {
  debug(fields: LogFields, message: string): void
  debug(message: string): void
  info(fields: LogFields, message: string): void
  info(message: string): void
  warn(fields: LogFields, message: string): void
  warn(message: string): void
  error(fields: LogFields, message: string): void
  error(message: string): void
  /** A logger that adds `fields` to every record. */
  child(fields: LogFields): Logger
}
