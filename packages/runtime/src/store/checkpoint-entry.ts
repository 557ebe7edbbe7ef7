import { crc32 } from 'node:zlib'

import { StoreError } from './store-error.ts'

/** Longest namespace and longest key, each in bytes of UTF-8. */
export const MAX_KEY_BYTES = 4 * 1024
/** Largest value, in bytes. */
export const MAX_VALUE_BYTES = 1024 * 1024

/** A stored checkpoint. */
export interface CheckpointRow {
  readonly namespace: string
  readonly key: string
  readonly value: Uint8Array
}

/** One change of a checkpoint: a new value, or `undefined` to delete it. The value is read during `commit` only. */
export interface CheckpointEntry {
  /** Whose checkpoint it is, such as `pipeline/plugin`; at most 4 KiB of UTF-8. */
  readonly namespace: string
  /** At most 4 KiB of UTF-8. */
  readonly key: string
  /** At most 1 MiB. */
  readonly value: Uint8Array | undefined
}

/** Why this entry cannot be stored, or `undefined` when it can. */
export function refusalOf({ namespace, key, value }: CheckpointEntry): StoreError | undefined {
  const invalid = keyProblem('namespace', namespace) ?? keyProblem('key', key)
  if (invalid !== undefined) {
    return new StoreError(
      'CHECKPOINT_KEY_INVALID',
      `A checkpoint of ${quote(namespace)} was refused: ${invalid}.`,
      'Use a shorter key of valid text, such as a hash of the long one.',
    )
  }
  if (value !== undefined && value.byteLength > MAX_VALUE_BYTES) {
    return new StoreError(
      'CHECKPOINT_VALUE_TOO_LARGE',
      `Checkpoint ${quote(key)} of ${quote(namespace)} was refused: its value has ${value.byteLength} bytes, expected at most ${MAX_VALUE_BYTES}.`,
      'Store a position, not data, or split the value over several keys.',
    )
  }
  return undefined
}

/**
 * CRC-32 of a row. SQLite hands out flipped bits without noticing; the lengths in front keep a byte that moves from the
 * namespace to the key from going unnoticed too.
 */
export function checksumOf({ namespace, key, value }: CheckpointRow): number {
  const lengths = `${Buffer.byteLength(namespace)},${Buffer.byteLength(key)},${value.byteLength},`
  return crc32(value, crc32(lengths + namespace + key))
}

function keyProblem(name: string, text: string): string | undefined {
  // A lone surrogate has no UTF-8 form: it would read back as another key.
  if (!text.isWellFormed()) return `its ${name} is not valid Unicode`
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_KEY_BYTES) {
    return `its ${name} has ${bytes} bytes, expected at most ${MAX_KEY_BYTES}`
  }
  return undefined
}

function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text)
}
