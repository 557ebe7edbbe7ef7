import { isAscii } from 'node:buffer'
import type { ColumnGroup, Kernels } from '@sluice/plugin/columns'

/** How lines become events. */
export interface LineFormat {
  readonly encoding: 'utf8' | 'gbk'
  /** Field for the place of the line in the file, if it is asked for. */
  readonly offsetKey: string | undefined
}

/** Bytes of a file in a group. */
export interface Window {
  readonly group: ColumnGroup
  readonly bytes: Buffer
  /** Where `bytes` begin in the group. */
  readonly base: number
  /** Where `bytes` begin in the file. */
  readonly position: number
  /** The time of the events, milliseconds since the epoch. */
  readonly time: number
}

const NEWLINE = 10
const CONTENT_KEY = 'content'

/** Makes events of lines. */
export class LineWriter {
  readonly #kernels: Kernels
  readonly #format: LineFormat
  readonly #decoder: TextDecoder | undefined

  constructor(kernels: Kernels, format: LineFormat) {
    this.#kernels = kernels
    this.#format = format
    this.#decoder = format.encoding === 'gbk' ? new TextDecoder('gbk', { fatal: true }) : undefined
  }

  /** Adds an event for each complete line from `start` on; returns the place after the last one. */
  addLines(window: Window, start: number): number {
    const { group, bytes, base } = window
    if (this.#format.offsetKey === undefined && (this.#decoder === undefined || isAscii(bytes))) {
      const [from, to] = [base + start, base + bytes.length]
      const { seconds, nanos } = timeOf(window)
      const key = group.key(CONTENT_KEY)
      return this.#kernels.splitLines(group, from, to, key, seconds, nanos) - base
    }
    let from = start
    for (let to = bytes.indexOf(NEWLINE, from); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
      this.addLine(window, from, to)
      from = to + 1
    }
    return from
  }

  /** Adds one event of the bytes `[from, to)`. */
  addLine(window: Window, from: number, to: number): void {
    const { group, base, position } = window
    const { seconds, nanos } = timeOf(window)
    const row = group.addRow(seconds, nanos)
    const key = group.key(CONTENT_KEY)
    const text = this.#decode(window.bytes.subarray(from, to))
    if (text === undefined) group.appendBytes(row, key, base + from, to - from)
    else group.appendText(row, key, text)
    const { offsetKey } = this.#format
    if (offsetKey !== undefined) {
      group.appendText(row, group.key(offsetKey), String(position + from))
    }
  }

  /** Where to cut a line that is too long, so that no UTF-8 character is torn apart. */
  cutPosition(bytes: Uint8Array, wanted: number): number {
    if (this.#decoder !== undefined) return wanted
    let at = wanted
    while (at > wanted - 3 && ((bytes[at] as number) & 0xc0) === 0x80) at--
    return ((bytes[at] as number) & 0xc0) === 0x80 ? wanted : at
  }

  /** The text of bytes in another encoding; `undefined` for bytes that are to stay as they are. */
  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder?.decode(bytes)
    } catch {
      return undefined
    }
  }
}

function timeOf({ time }: Window): { readonly seconds: number; readonly nanos: number } {
  return { seconds: Math.floor(time / 1000), nanos: Math.floor(time % 1000) * 1_000_000 }
}
