import type { ColumnGroup } from '@sluice/plugin/columns'
import type { Stretch } from './stretch.ts'

/** Where bytes of a file are read to, and how they become UTF-8. */
export interface Source {
  /** Bytes that are usually read at once. */
  readonly window: number
  /** Room to read `size` bytes of the file into, valid until the next call of any function. */
  room(group: ColumnGroup, size: number): Uint8Array
  /** Puts whole lines into the group: `[start, end)` of what was read into the room, which begins at `position` in the file. */
  stretch(window: SourceWindow): Stretch
  /** Where to cut a line that is too long, at `wanted` or shortly before, so that no character is torn apart. */
  cutPosition(bytes: Uint8Array, start: number, wanted: number): number
  /** The text of some bytes. */
  text(bytes: Buffer): string
}

export interface SourceWindow {
  readonly group: ColumnGroup
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
  readonly position: number
}

/** With what kernels read beyond it, a block of 256 KiB. */
const USUAL_WINDOW = 240 * 1024

/** A file in UTF-8 is read straight into the group. Bytes that are no UTF-8 stay as they are. */
export class Utf8Source implements Source {
  readonly window: number

  /** @param reserved bytes that each group needs for other fields */
  constructor(reserved: number) {
    this.window = USUAL_WINDOW - reserved
  }

  room(group: ColumnGroup, size: number): Uint8Array {
    return group.reserve(size)
  }

  stretch({ group, bytes, start, end, position }: SourceWindow): Stretch {
    const base = group.commit(end)
    return {
      group,
      from: base + start,
      to: base + end,
      bytes: bytes.subarray(start, end),
      placeOf: (offset) => position + offset - base,
    }
  }

  cutPosition(bytes: Uint8Array, _start: number, wanted: number): number {
    let at = wanted
    while (at > wanted - 3 && ((bytes[at] as number) & 0xc0) === 0x80) at--
    return ((bytes[at] as number) & 0xc0) === 0x80 ? wanted : at
  }

  text(bytes: Buffer): string {
    return bytes.toString('utf8')
  }
}
