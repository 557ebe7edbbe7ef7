import { type Checkpoints, PluginError } from '@sluice/plugin'
import { Turns } from '../delivery/turns.ts'

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
  readonly #turns = new Turns(() => this.#send())
  #writes = new Map<string, CheckpointWrite>()

  constructor(commit: CommitCheckpoints) {
    this.#commit = commit
  }

  load(pipeline: string, values: ReadonlyMap<string, Uint8Array>): void {
    this.#values.set(pipeline, new Map(values))
  }

  /** What one plugin instance sees of it; nothing is taken from it any more once `isOver` says so. */
  of(pipeline: string, plugin: string, isOver: () => boolean): Checkpoints {
    const prefix = `${plugin}\n`
    const values = this.#valuesOf(pipeline)
    const write = async (key: string, value: Uint8Array | undefined): Promise<void> => {
      if (isOver()) throw tooLate(plugin)
      await this.write(pipeline, prefix + key, value)
    }
    return {
      get(key) {
        const value = values.get(prefix + key)
        return value && new Uint8Array(value)
      },
      getText: (key) => decode(values.get(prefix + key)),
      *keys() {
        for (const key of [...values.keys()]) {
          if (key.startsWith(prefix)) yield key.slice(prefix.length)
        }
      },
      set: async (key, value) => write(key, checkedCheckpoint(plugin, key, value)),
      delete: (key) => write(key, undefined),
    }
  }

  /** Resolves when the value is durable. */
  write(pipeline: string, key: string, value: Uint8Array | undefined): Promise<void> {
    if (value === undefined) this.#valuesOf(pipeline).delete(key)
    else this.#valuesOf(pipeline).set(key, value)
    this.#writes.set(`${pipeline}\n${key}`, { pipeline, key, value })
    return this.#turns.run()
  }

  /** Resolves when nothing is on its way. */
  settled(): Promise<void> {
    return this.#turns.settled()
  }

  #send(): Promise<void> {
    const writes = [...this.#writes.values()]
    this.#writes = new Map()
    return this.#commit(writes)
  }

  #valuesOf(pipeline: string): Map<string, Uint8Array> {
    const values = this.#values.get(pipeline) ?? new Map<string, Uint8Array>()
    this.#values.set(pipeline, values)
    return values
  }
}

/** A checkpoint's value as bytes of its own, or the error that it is too large. */
export function checkedCheckpoint(
  plugin: string,
  key: string,
  value: Uint8Array | string,
): Uint8Array {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : new Uint8Array(value)
  if (Buffer.byteLength(key) <= MOST_KEY_BYTES && bytes.length <= MOST_VALUE_BYTES) return bytes
  throw new PluginError({
    code: 'CHECKPOINT_TOO_LARGE',
    message: `${plugin} wants to store a checkpoint of ${bytes.length} bytes under a key of ${key.length} characters`,
    hint: `keep values within ${MOST_VALUE_BYTES} bytes and keys within ${MOST_KEY_BYTES}`,
  })
}

function tooLate(plugin: string): PluginError {
  return new PluginError({
    code: 'CHECKPOINT_TOO_LATE',
    message: `${plugin} wants to store a checkpoint after its pipeline was given up`,
    hint: 'end what is left running when the abort signal fires',
  })
}

/** Not every value is a Buffer: what was loaded may have crossed a thread. */
function decode(value: Uint8Array | undefined): string | undefined {
  return value && new TextDecoder('utf-8', { ignoreBOM: true }).decode(value)
}
