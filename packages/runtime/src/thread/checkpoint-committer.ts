import type { Clock, Logger } from '@sluice/plugin'
import type { CheckpointWrite } from '../pipeline/checkpoints.ts'
import type { Store } from '../store/index.ts'

const COMMIT_EVERY_MS = 100
const RETRY_AFTER_MS = 1000

interface Options {
  readonly store: Pick<Store, 'commit'>
  readonly clock: Pick<Clock, 'sleep'>
  readonly logger: Logger
}

interface Batch {
  readonly writes: readonly CheckpointWrite[]
  /** Called once the writes are durable, or with the reason why they will not be. */
  readonly answer: (failure?: string) => void
}

/**
 * Brings what the data threads want to keep into the store: whatever arrives within 100 ms in one transaction. While the
 * store cannot be written, nothing is dropped: the same writes are tried again every second.
 */
export class CheckpointCommitter {
  readonly #options: Options
  #batches: Batch[] = []
  #waiting = false
  #closing = false

  constructor(options: Options) {
    this.#options = options
  }

  add(batch: Batch): void {
    this.#batches.push(batch)
    if (this.#closing) this.flush()
    else this.#flushAfter(COMMIT_EVERY_MS)
  }

  /** Commits what waits, now. */
  flush(): void {
    const batches = this.#batches
    if (batches.length === 0) return
    const failure = this.#commit(batches.flatMap(({ writes }) => writes))
    if (failure !== undefined && !this.#closing) return this.#flushAfter(RETRY_AFTER_MS)
    this.#batches = []
    for (const { answer } of batches) answer(failure)
  }

  /** From now on everything is committed as it comes, and a failure is final: the collector is stopping. */
  close(): void {
    this.#closing = true
    this.flush()
  }

  #commit(writes: readonly CheckpointWrite[]): string | undefined {
    const { store, logger } = this.#options
    const entries = writes.map(({ pipeline, ...write }) => ({ namespace: pipeline, ...write }))
    try {
      for (const { entry, error } of store.commit(entries)) {
        logger.error({ pipeline: entry.namespace, error }, 'a checkpoint was refused')
      }
      return undefined
    } catch (error) {
      logger.error({ error }, 'checkpoints could not be stored')
      return error instanceof Error ? error.message : String(error)
    }
  }

  #flushAfter(milliseconds: number): void {
    if (this.#waiting) return
    this.#waiting = true
    void this.#options.clock.sleep(milliseconds).then(() => {
      this.#waiting = false
      this.flush()
    })
  }
}
