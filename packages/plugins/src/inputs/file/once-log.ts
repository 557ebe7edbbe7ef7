import type { LogFields, Logger } from '@sluice/plugin'

const REMEMBERED = 1000

/** Says a thing once and not again at every poll, until it was mended in between. */
export class OnceLog {
  readonly #logger: Logger
  readonly #said = new Set<string>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** Logs a warning unless the same was said of `subject` before. */
  warn(subject: string, fields: LogFields, message: string): void {
    const key = `${message}\0${subject}`
    if (this.#said.has(key)) return
    if (this.#said.size >= REMEMBERED) this.#said.clear()
    this.#said.add(key)
    this.#logger.warn(fields, message)
  }

  /** The trouble is over: should it come again, it is said again. */
  mended(subject: string, message: string): void {
    if (this.#said.size > 0) this.#said.delete(`${message}\0${subject}`)
  }
}
