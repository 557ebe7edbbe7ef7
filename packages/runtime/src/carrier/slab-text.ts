import { isAscii } from 'node:buffer'

const NOT_ASCII = /[\x80-\xff]/

/**
 * The text of a slab. One decoding serves all ranges: slices of it are free, and one-byte text has the same offsets as
 * the bytes. A range that is not ASCII is decoded by itself.
 */
export class SlabText {
  #text = ''
  #isAscii = true

  /** The text of `length` bytes at `offset`, within the `used` bytes of the slab that will not change any more. */
  decode(slab: Buffer, used: number, offset: number, length: number): string {
    const end = offset + length
    if (this.#text.length < end) {
      this.#text = slab.toString('latin1', 0, used)
      this.#isAscii = isAscii(slab.subarray(0, used))
    }
    const slice = this.#text.slice(offset, end)
    if (this.#isAscii || !NOT_ASCII.test(slice)) return slice
    return slab.toString('utf8', offset, end)
  }

  forget(): void {
    this.#text = ''
  }
}
