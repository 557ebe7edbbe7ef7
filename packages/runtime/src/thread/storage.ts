import type { Logger } from '@sluice/plugin'
import type { MetricSample } from '../metrics/plugin-metrics.ts'
import { lockDataDir, openStore, type Store } from '../store/index.ts'
import { systemClock } from '../system-clock.ts'
import { CheckpointCommitter } from './checkpoint-committer.ts'
import type { StoredCheckpoints } from './messages.ts'

/** The data directory of a running collector: its lock, its checkpoints and what is on the way to them. */
export class Storage {
  readonly committer: CheckpointCommitter
  readonly #store: Store
  readonly #release: () => void

  /** Throws a `StoreError`, such as `DATA_DIR_IN_USE`. */
  constructor(dataDir: string, logger: Logger) {
    const lock = lockDataDir(dataDir)
    try {
      this.#store = openStore(dataDir, { logger })
    } catch (error) {
      lock.release()
      throw error
    }
    this.#release = () => lock.release()
    this.committer = new CheckpointCommitter({ store: this.#store, clock: systemClock, logger })
  }

  /** What is durable of these pipelines, with what was on its way. */
  load(pipelines: readonly string[]): StoredCheckpoints {
    this.committer.flush()
    return new Map(pipelines.map((name) => [name, this.#store.load(name)]))
  }

  samples(): readonly MetricSample[] {
    const { replacedFiles, damagedRows, refusedEntries, failedCommits } = this.#store.counters()
    return Object.entries({
      store_replaced_files_total: replacedFiles,
      store_damaged_rows_total: damagedRows,
      store_refused_entries_total: refusedEntries,
      store_failed_commits_total: failedCommits,
    }).map(([name, value]) => ({ pipeline: '', plugin: '', name, type: 'counter', value }))
  }

  close(): void {
    this.committer.close()
    this.#store.close()
    this.#release()
  }
}
