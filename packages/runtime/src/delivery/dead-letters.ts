import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock, CounterMetric, Event, LogValue, Logger } from '@sluice/plugin'
import { valueToText } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { Lease } from '../carrier/lease.ts'
import { eventViews } from '../carrier/views.ts'

const MOST_BYTES = 16 * 1024 * 1024
const MOST_FILES = 8
const RETRY_MS = 1000

/** Where a pipeline sets aside the events that a plugin could not handle. */
export interface DeadLetters {
  /** Resolves when the events are in the file; tries until they are. */
  write(group: Group, plugin: string, error: Error): Promise<void>
}

interface Options {
  /** `<data directory>/dead-letter/<pipeline>.jsonl`. */
  readonly file: string
  readonly pipeline: string
  readonly clock: Clock
  readonly logger: Logger
  readonly evicted: CounterMetric
}

/**
 * Dead letters as JSON lines, one event each, with what is needed to read and replay them. The newest 128 MiB are
 * kept: when a file is full it becomes `.1`, and what falls off the end is counted and logged.
 */
export class DeadLetterFile implements DeadLetters {
  readonly #options: Options
  #queue: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
  }

  write(group: Group, plugin: string, error: Error): Promise<void> {
    const { pipeline, clock } = this.#options
    const head = { time: new Date(clock.now()).toISOString(), pipeline, plugin, error: error.message }
    const tags = group.info.tags.toJSON()
    const lease = new Lease('dead letter', false)
    const lines = eventViews(group, lease).map((event) => `${JSON.stringify({ ...head, tags, event: record(event) })}\n`)
    this.#queue = this.#queue.then(() => this.#writeUntilDone(lines.join('')))
    return this.#queue
  }

  async #writeUntilDone(text: string): Promise<void> {
    const { file, clock, logger } = this.#options
    while (true) {
      try {
        await this.#append(text)
        return
      } catch (error) {
        logger.error({ file, error }, 'dead letters cannot be written; the pipeline waits')
        await clock.sleep(RETRY_MS)
      }
    }
  }

  async #append(text: string): Promise<void> {
    const { file } = this.#options
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await using handle = await open(file, 'a', 0o600)
    const { size } = await handle.stat()
    try {
      await handle.appendFile(text)
    } catch (error) {
      await handle.truncate(size)
      throw error
    }
    if (size + text.length > MOST_BYTES) await this.#rotate()
  }

  async #rotate(): Promise<void> {
    const { file, evicted, logger } = this.#options
    const oldest = `${file}.${MOST_FILES - 1}`
    const gone = await rm(oldest).then(
      () => true,
      () => false,
    )
    if (gone) {
      evicted.add()
      logger.error({ file: oldest }, 'the oldest file of dead letters was removed to make room')
    }
    for (let number = MOST_FILES - 2; number >= 0; number--) {
      await rename(number === 0 ? file : `${file}.${number}`, `${file}.${number + 1}`).catch(ignoreMissing)
    }
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

/** An event as JSON: exact for logs of text, which is what can be replayed. */
function record(event: Event): unknown {
  if (event.kind === 'raw') return { kind: 'raw', base64: Buffer.from(event.bytes).toString('base64') }
  if (event.kind === 'log') {
    const contents = [...event.entries()].map(([key, value]) => [key, jsonable(value)])
    return { kind: 'log', timestamp: String(event.timestamp), contents }
  }
  return JSON.parse(
    JSON.stringify({ ...event, kind: event.kind }, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  )
}

function jsonable(value: LogValue): unknown {
  return typeof value === 'bigint' || value instanceof Uint8Array ? valueToText(value) : value
}
