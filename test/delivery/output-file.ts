import { existsSync, openSync, readSync, statSync } from 'node:fs'
import { numberOf } from './numbered-log.ts'

const BLOCK = 1 << 20
const NEWLINE = 10

/** A growing file of JSON lines. A last line without its newline is not taken: it may yet be completed or cut off. */
export class OutputFile {
  /** The numbers of the events in the order of the file. */
  readonly numbers: number[] = []
  readonly #path: string
  #file: number | undefined
  #offset = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Takes up what was added since; throws at a line that is not an event of a numbered log. */
  read(): readonly number[] {
    if (this.#file === undefined && !existsSync(this.#path)) return this.numbers
    this.#file ??= openSync(this.#path, 'r')
    const block = Buffer.allocUnsafe(BLOCK)
    while (true) {
      const length = readSync(this.#file, block, 0, BLOCK, this.#offset)
      const end = block.subarray(0, length).lastIndexOf(NEWLINE)
      if (end === -1) return this.numbers
      for (const line of block.toString('utf8', 0, end).split('\n')) this.#take(line)
      this.#offset += end + 1
    }
  }

  /** Bytes behind the last line that was taken: part of a line. */
  get tornBytes(): number {
    return statSync(this.#path).size - this.#offset
  }

  #take(line: string): void {
    const { content } = JSON.parse(line) as { readonly content?: string }
    const number = numberOf(content)
    if (Number.isNaN(number)) throw new Error(`after event ${this.numbers.at(-1)}: ${line}`)
    this.numbers.push(number)
  }
}
