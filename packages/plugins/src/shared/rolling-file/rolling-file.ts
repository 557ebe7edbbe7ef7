import { rename, rm, stat } from 'node:fs/promises'
import type { Clock, CounterMetric, Logger, PluginContext } from '@sluice/plugin'
import { Turns } from '../turns.ts'
import { fileError } from './file-error.ts'
import { OpenFile } from './open-file.ts'
import { SharedFile } from './shared-file.ts'

/** How often the path is looked at for a file that someone else moved or deleted. */
const LOOK_INTERVAL_MS = 1000

export interface RollingFileOptions {
  /** Absolute path of the current file. */
  readonly path: string
  /** Bytes at which a batch goes into a new file; a batch is never divided. */
  readonly maxSize: number
  /** Number of older files that are kept. */
  readonly maxRolls: number
  /** Path of the older file `number`; 1 is the newest. */
  readonly rolledPath: (number: number) => string
}

/**
 * A file that batches of lines are appended to, one batch after the other, and that is rolled when it is full. A batch is
 * in the file whole or not at all: what a failed write left is cut off before the next one.
 */
export class RollingFile {
  readonly #options: RollingFileOptions
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #tornBytes: CounterMetric
  readonly #rolls: CounterMetric
  #file: OpenFile | undefined
  #lookedAt = 0
  readonly #turns = new Turns()
  /** Only where several threads write the file. */
  readonly #shared: SharedFile | undefined
  #generation = 0

  constructor(options: RollingFileOptions, { clock, logger, metrics, replica }: PluginContext) {
    this.#options = options
    this.#shared = replica.count === 1 ? undefined : new SharedFile(replica)
    this.#clock = clock
    this.#logger = logger
    this.#tornBytes = metrics.counter('torn_size_bytes')
    this.#rolls = metrics.counter('rolled_files_total')
  }

  /** Opens the file, so that what is wrong with it shows before the first batch. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#opened()
    })
  }

  /** Resolves when the pieces were written. After a rejection nothing of them is in the file. */
  append(pieces: readonly Uint8Array[]): Promise<void> {
    let bytes = 0
    for (const piece of pieces) bytes += piece.byteLength
    return bytes === 0 ? Promise.resolve() : this.#inTurn(() => this.#append(pieces, bytes))
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#close())
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const shared = this.#shared
    if (shared === undefined) return this.#turns.run(work)
    return this.#turns.run(() => shared.turn(() => this.#together(shared, work)))
  }

  /** What other threads have done to the file comes first, and they are told what was done here. */
  async #together(shared: SharedFile, work: () => Promise<void>): Promise<void> {
    if (this.#generation !== shared.generation) await this.#close()
    this.#generation = shared.generation
    this.#file?.adopt(shared.size, shared.half)
    // For those who come next if this thread is ended meanwhile.
    if (this.#file !== undefined) shared.leave(this.#file.size, true)
    try {
      await work()
    } finally {
      if (this.#file !== undefined) shared.leave(this.#file.size, this.#file.half)
    }
  }

  async #append(pieces: readonly Uint8Array[], bytes: number): Promise<void> {
    const { path, maxSize } = this.#options
    try {
      await this.#file?.restore()
      await this.#look()
    } catch (error) {
      throw fileError('check', path, error)
    }
    let file = await this.#opened()
    if (file.size > 0 && file.size + bytes > maxSize) {
      await this.#roll()
      file = await this.#opened()
    }
    try {
      await file.append(pieces)
    } catch (error) {
      throw fileError('write to', path, error)
    }
  }

  async #opened(): Promise<OpenFile> {
    if (this.#file !== undefined) return this.#file
    const { path } = this.#options
    try {
      this.#file = await OpenFile.open(path)
    } catch (error) {
      throw fileError('open', path, error)
    }
    this.#lookedAt = this.#clock.monotonic()
    const { cut } = this.#file
    if (cut > 0) {
      this.#tornBytes.add(cut)
      this.#logger.warn({ file: path, bytes: cut }, 'a torn last line was cut off')
    }
    return this.#file
  }

  /** Now and then: is the path still this file, and is it as long as we left it? */
  async #look(): Promise<void> {
    const file = this.#file
    if (file?.regular !== true || this.#clock.monotonic() - this.#lookedAt < LOOK_INTERVAL_MS)
      return
    this.#lookedAt = this.#clock.monotonic()
    const { path } = this.#options
    const found = await stat(path).catch(ignoreMissing)
    if (found?.ino !== file.inode || found.dev !== file.device) {
      this.#logger.info({ file: path }, 'the file was moved or deleted; a new one is opened')
      await this.#close()
    } else if (found.size !== file.size) {
      const { size: expected } = file
      const fields = { file: path, expected, found: found.size }
      this.#logger.warn(fields, 'somebody else has changed the file; give each flusher its own')
      file.adopt(found.size, false)
    }
  }

  async #roll(): Promise<void> {
    const { path, maxRolls, rolledPath } = this.#options
    const pathOf = (number: number): string => (number === 0 ? path : rolledPath(number))
    try {
      await this.#close()
      if (maxRolls === 0) await rm(path)
      for (let number = maxRolls; number > 0; number--) {
        await rename(pathOf(number - 1), pathOf(number)).catch(ignoreMissing)
      }
    } catch (error) {
      throw fileError('roll', path, error)
    }
    this.#shared?.rolled()
    this.#generation++
    this.#rolls.add()
  }

  async #close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
