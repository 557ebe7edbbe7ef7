import { writev } from 'node:fs'
import { promisify } from 'node:util'
import { type Clock, DestinationClosedError, PluginError } from '@sluice/plugin'
import { dropBytes } from '../../shared/drop-bytes.ts'
import { Turns } from '../../shared/turns.ts'

const write = promisify(writev)

/** Most pieces one system call takes on every platform (IOV_MAX). */
const MOST_PIECES = 1024
const SHORTEST_PAUSE_MS = 1
const LONGEST_PAUSE_MS = 64
const NEWLINE = 10

/**
 * Appends batches of lines to a file descriptor, from any thread: what a worker thread gives to `process.stdout` passes
 * through the main thread and is lost when the thread is ended.
 */
export class DescriptorOutput {
  readonly #descriptor: number
  readonly #clock: Clock
  readonly #turns = new Turns()
  /** The previous batch failed in the middle of a line. */
  #torn = false

  constructor(descriptor: number, clock: Clock) {
    this.#descriptor = descriptor
    this.#clock = clock
  }

  /** Resolves when the descriptor has taken everything; waits while its reader does not keep up. */
  append(pieces: readonly Uint8Array[]): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#torn) await this.#writeAll([Buffer.from('\n')])
      for (let from = 0; from < pieces.length; from += MOST_PIECES) {
        await this.#writeAll(pieces.slice(from, from + MOST_PIECES))
      }
    })
  }

  async #writeAll(pieces: readonly Uint8Array[]): Promise<void> {
    let pause = SHORTEST_PAUSE_MS
    let rest = dropBytes(pieces, 0)
    while (rest.length > 0) {
      const written = await this.#write(rest)
      if (written === 0) {
        await this.#clock.sleep(pause)
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
        continue
      }
      this.#torn = byteAt(rest, written - 1) !== NEWLINE
      rest = dropBytes(rest, written)
      pause = SHORTEST_PAUSE_MS
    }
  }

  /** Bytes written; 0 when the reader does not keep up. */
  async #write(pieces: readonly Uint8Array[]): Promise<number> {
    try {
      const { bytesWritten } = await write(this.#descriptor, pieces)
      return bytesWritten
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EAGAIN' || code === 'EINTR') return 0
      throw code === 'EPIPE' ? closedError(error) : writeError(error)
    }
  }
}

function byteAt(pieces: readonly Uint8Array[], index: number): number | undefined {
  return dropBytes(pieces, index)[0]?.[0]
}

function closedError(cause: unknown): PluginError {
  return new DestinationClosedError('standard output was closed by its reader', {
    hint: 'what was not printed is read again after a restart; give the output a reader that stays, or use flusher_file',
    cause,
  })
}

function writeError(cause: unknown): PluginError {
  return new PluginError({
    code: 'STDOUT_UNWRITABLE',
    message: `cannot write to standard output: ${(cause as Error).message}`,
    hint: 'the batch is tried again; look at what standard output is redirected to',
    cause,
  })
}
