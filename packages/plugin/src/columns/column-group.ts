import type { GroupInfo } from '../models/group.ts'

/**
 * How the JSON lines of a group look; see {@link ColumnGroup.encodeJson}. Only the parts that differ between built-in
 * flushers are options.
 */
export interface JsonLayout {
  /** Put the group's tags in front of the contents. */
  readonly tags: boolean
  /** Where `__time__` (whole seconds) stands and what it is; `none` leaves it out. */
  readonly time: 'number-first' | 'string-last' | 'none'
  /** Text in front of each line, such as a date; must not contain a newline. */
  readonly prefix?: string
}

/**
 * The log events of a group as rows of fields over one stretch of bytes: what hot plugins work on. **Experimental**:
 * open to everyone, but it may change in a minor release.
 *
 * A field is a *run*: a key id and a byte range, a text or a typed value. `row` counts from 0 to `length - 1`; a `run`
 * is a handle that stays valid until the row's fields are changed. Valid until the call it was given to settles.
 * Events other than logs travel with the group and are not rows.
 */
export interface ColumnGroup {
  readonly info: GroupInfo
  /** Number of rows. */
  readonly length: number

  /** The id of a key in this group, made if new. */
  key(name: string): number
  keyName(key: number): string

  /**
   * Room for at least `size` more bytes at the end of the group's own, to write into. At most `SLAB_SIZE` bytes in all;
   * beyond that it throws `SLAB_FULL`. The view is valid until the next `reserve`.
   */
  reserve(size: number): Uint8Array
  /** Makes the first `size` reserved bytes part of the group; returns the offset of the first. */
  commit(size: number): number
  /** Adds an empty row with a time of whole seconds and nanoseconds; returns it. */
  addRow(seconds: number, nanos: number): number

  /** First field of a row, or -1. */
  first(row: number): number
  /** The field after `run` in its row, or -1. */
  next(row: number, run: number): number
  /** Last field of a row that has this key, or -1. */
  find(row: number, key: number): number
  /** Key id of a field. */
  runKey(run: number): number
  /** The field's value as text; bytes are decoded as UTF-8, invalid sequences become U+FFFD. */
  text(run: number): string
  /** The bytes of a field that is a byte range or typed as bytes, to read only; undefined for any other value. */
  bytes(run: number): Uint8Array | undefined

  /** Adds a field that is a range of committed bytes. */
  appendBytes(row: number, key: number, offset: number, length: number): void
  appendText(row: number, key: number, text: string): void
  /** Adds a field with another one's value and a new key. */
  appendCopy(row: number, key: number, run: number): void
  /** Replaces the value of the last field with this key, or adds one. */
  setText(row: number, key: number, text: string): void
  /** Gives a field another value, in place. */
  replaceText(run: number, text: string): void
  /** Gives a field another key, in place. */
  renameRun(run: number, key: number): void
  removeRun(row: number, run: number): void
  /** Removes every field with this key; returns how many there were. */
  remove(row: number, key: number): number
  /** Whole seconds since the epoch. */
  seconds(row: number): number
  setTime(row: number, seconds: number, nanos: number): void

  /** Keeps the rows for which `keep` says true, in order; the others were filtered. */
  filterRows(keep: (row: number) => boolean): void

  /**
   * The rows as JSON lines, each ended by `\n`, in pieces ready for a vectored write. NUL is written as `\u0000`, each
   * invalid UTF-8 sequence as U+FFFD. Rows without fields are left out. The pieces are valid until the call settles.
   */
  encodeJson(layout: JsonLayout): readonly Uint8Array[]
}

/** Most bytes one group can hold by {@link ColumnGroup.reserve}. */
export const SLAB_SIZE = 1024 * 1024
