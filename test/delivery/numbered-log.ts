import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs'

const padding = ' a line of an ordinary application log, padded to a hundred bytes or so'

/** A log file whose lines are numbered from 0, written as a logging library does: append, and rotate by renaming. */
export class NumberedLog {
  readonly #path: string
  #file: number
  #next = 0
  #begin = 0

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'a')
  }

  /** Number of lines written so far. */
  get lines(): number {
    return this.#next
  }

  /** Number of the current file's first line. */
  get begin(): number {
    return this.#begin
  }

  append(count: number): void {
    let text = ''
    for (const end = this.#next + count; this.#next < end; this.#next++) {
      text += `${this.#next}${padding}\n`
    }
    writeSync(this.#file, text)
  }

  /** `log` becomes `log.1`, `log.1` becomes `log.2` and so on; a new `log` is begun. */
  rotate(): void {
    closeSync(this.#file)
    let last = 1
    while (existsSync(`${this.#path}.${last}`)) last++
    for (; last > 1; last--) renameSync(`${this.#path}.${last - 1}`, `${this.#path}.${last}`)
    renameSync(this.#path, `${this.#path}.1`)
    this.#file = openSync(this.#path, 'a')
    this.#begin = this.#next
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** The number of a line of this log; NaN for anything else. */
export function numberOf(line: unknown): number {
  const text = String(line)
  return text.endsWith(padding) ? Number(text.slice(0, -padding.length)) : Number.NaN
}
