import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock, CounterMetric, Event, Logger } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { jsonValue } from '../carrier/json-lines.ts'
import { Lease } from '../carrier/lease.ts'
import { eventViews } from '../carrier/views.ts'
import { Turns } from './turns.ts'

const MOST_BYTES = 16 * 1024 * 1024
const MOST_FILES = 8
const RETRY_MS = 1000

/** Where a pipeline sets aside the events that a plugin could not handle. */
export interface DeadLetters {
  /** Resolves when the events are on the disk; tries until they are, or until the pipeline is given up. */
  write(group: Group, plugin: string, error: Error): Promise<void>
}

interface Options {
  /** `<data directory>/dead-letter/<pipeline>.jsonl`. */
  readonly file: string
  readonly pipeline: string
  readonly clock: Clock
  readonly logger: Logger
  /** Counts events set aside. */
  readonly written: CounterMetric
  /** Counts files removed to make room. */
  readonly evicted: CounterMetric
  /** Ends the waiting for a disk that takes nothing. */
  readonly giveUp: AbortSignal
}

/**
 * Dead letters as JSON lines, one event each, with what is needed to read and replay them. The newest 128 MiB are
 * kept: when a file is full it becomes `.1`, and what falls off the end is counted and logged.
 */
export class DeadLetterFile implements DeadLetters {
  readonly #options: Options
  readonly #turns = new Turns(() => this.#appendUntilDone())
  #lines: string[] = []

  constructor(options: Options) {
    this.#options = options
  }

  write(group: Group, plugin: string, error: Error): Promise<void> {
    const { pipeline, clock } = this.#options
    const time = new Date(clock.now()).toISOString()
    const tags = group.info.tags.toJSON()
    const head = JSON.stringify({ time, pipeline, plugin, error: error.message, tags }).slice(0, -1)
    for (const event of eventViews(group, new Lease('dead letters', false))) {
      this.#lines.push(`${head},"event":${eventJson(event)}}\n`)
    }
    return this.#turns.run()
  }

  async #appendUntilDone(): Promise<void> {
    const { file, clock, logger, giveUp, written } = this.#options
    const lines = this.#lines
    const bytes = Buffer.from(lines.join(''))
    this.#lines = []
    while (!giveUp.aborted) {
      try {
        await this.#append(bytes)
        written.add(lines.length)
        return
      } catch (error) {
        logger.error({ file, error }, 'dead letters cannot be written; the pipeline waits')
        await clock.sleep(RETRY_MS, giveUp)
      }
    }
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const { file } = this.#options
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await using handle = await open(file, 'a', 0o600)
    const { size } = await handle.stat()
    try {
      await handle.appendFile(bytes)
      await handle.datasync()
    } catch (error) {
      await handle.truncate(size)
      throw error
    }
    if (size + bytes.length <= MOST_BYTES) return
    await this.#rotate().catch((error: unknown) => {
      this.#options.logger.error(
        { file, error },
        'a full file of dead letters could not be set aside',
      )
    })
  }

  async #rotate(): Promise<void> {
    const { file, evicted, logger } = this.#options
    const oldest = `${file}.${MOST_FILES - 1}`
    const isGone = await rm(oldest).then(
      () => true,
      () => false,
    )
    if (isGone) {
      evicted.add()
      logger.error({ file: oldest }, 'the oldest file of dead letters was removed to make room')
    }
    for (let number = MOST_FILES - 2; number >= 0; number--) {
      const from = number === 0 ? file : `${file}.${number}`
      await rename(from, `${file}.${number + 1}`).catch(ignoreMissing)
    }
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

/** An event as JSON: exact for logs of text, which is what can be replayed. */
function eventJson(event: Event): string {
  if (event.kind === 'raw') {
    return JSON.stringify({ kind: 'raw', base64: Buffer.from(event.bytes).toString('base64') })
  }
  if (event.kind === 'log') {
    const pairs = [...event.entries()].map(
      ([key, value]) => `[${jsonValue(key)},${jsonValue(value)}]`,
    )
    return `{"kind":"log","timestamp":"${event.timestamp}","contents":[${pairs.join(',')}]}`
  }
  return JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}
