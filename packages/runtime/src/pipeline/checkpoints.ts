import { type Checkpoints, PluginError } from '@sluice/plugin'

/** One value to be stored; `undefined` deletes it. */
export interface CheckpointWrite {
  readonly pipeline: string
  readonly key: string
  readonly value: Uint8Array | undefined
}

const MOST_KEY_BYTES = 4096
const MOST_VALUE_BYTES = 1024 * 1024

/** Stores values durably; resolves when they are. */
export type CommitCheckpoints = (writes: readonly CheckpointWrite[]) => Promise<void>

/**
 * The checkpoints of the pipelines of one data thread, as they are durable or on their way. Writes are sent in batches:
 * while one is on its way, the next is collected, and of several values of a key only the newest is sent.
 */
export class CheckpointCache {
  readonly #commit: CommitCheckpoints
  readonly #values = new Map<string, Map<string, Uint8Array>>()
  #next = new Map<string, CheckpointWrite>()
  #sending: Promise<void> | undefined

  constructor(commit: CommitCheckpoints) {
    this.#commit = commit
  }

  load(pipeline: string, values: ReadonlyMap<string, Uint8Array>): void {
    this.#values.set(pipeline, new Map(values))
  }

  /** What one plugin instance sees of it. */
  of(pipeline: string, plugin: string): Checkpoints {
    const prefix = `${plugin}\n`
    const values = this.#values.get(pipeline) ?? new Map<string, Uint8Array>()
    this.#values.set(pipeline, values)
    return {
      get: (key) => values.get(prefix + key),
      getText: (key) => values.get(prefix + key)?.toString(),
      *keys() {
        for (const key of values.keys()) if (key.startsWith(prefix)) yield key.slice(prefix.length)
      },
      set: (key, value) => {
        const bytes = typeof value === 'string' ? Buffer.from(value) : value
        checkSize(plugin, key, bytes)
        return this.write(pipeline, prefix + key, bytes)
      },
      delete: (key) => this.write(pipeline, prefix + key, undefined),
    }
  }

  /** Resolves when the value is durable. */
  write(pipeline: string, key: string, value: Uint8Array | undefined): Promise<void> {
    const values = this.#values.get(pipeline)
    if (value === undefined) values?.delete(key)
    else values?.set(key, value)
    this.#next.set(`${pipeline}\n${key}`, { pipeline, key, value })
    return this.#send()
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending.catch(() => {})
  }

  #send(): Promise<void> {
    if (this.#sending !== undefined) return this.#sending.then(() => this.#send())
    if (this.#next.size === 0) return Promise.resolve()
    this.#sending = this.#sendNext().finally(() => (this.#sending = undefined))
    return this.#sending
  }

  async #sendNext(): Promise<void> {
    await Promise.resolve()
    const writes = [...this.#next.values()]
    this.#next = new Map()
    await this.#commit(writes)
  }
}

function checkSize(plugin: string, key: string, value: Uint8Array): void {
  if (Buffer.byteLength(key) <= MOST_KEY_BYTES && value.byteLength <= MOST_VALUE_BYTES) return
  throw new PluginError({
    code: 'CHECKPOINT_TOO_LARGE',
    message: `${plugin} wants to store a checkpoint of ${value.byteLength} bytes under a key of ${key.length} characters`,
    hint: `keep values within ${MOST_VALUE_BYTES} bytes and keys within ${MOST_KEY_BYTES}`,
  })
}
