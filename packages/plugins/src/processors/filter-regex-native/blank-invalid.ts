import { isUtf8 } from 'node:buffer'
import type { ColumnGroup } from '@sluice/plugin/columns'

const SPACE = 0x20

/** Replaces bytes that are not UTF-8 by spaces in all fields. */
export function blankInvalid(group: ColumnGroup): void {
  for (let row = 0; row < group.length; row++) {
    for (let run = group.first(row); run !== -1; run = group.next(row, run)) {
      const bytes = group.bytes(run)
      if (bytes !== undefined && !isUtf8(bytes)) {
        group.replaceText(run, Buffer.from(withBlanks(bytes)).toString())
      }
    }
  }
}

/** A copy in which each byte that does not belong to a valid character is a space. */
export function withBlanks(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  for (let at = 0; at < copy.length;) {
    const size = sizeOf(copy[at] as number)
    const isValid = at + size <= copy.length && isUtf8(copy.subarray(at, at + size))
    if (!isValid) copy[at] = SPACE
    at += isValid ? size : 1
  }
  return copy
}

/** Length of the character of UTF-8 that a byte may begin. */
function sizeOf(lead: number): number {
  return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}
