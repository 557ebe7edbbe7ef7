import { isAscii } from 'node:buffer'

const NOT_ASCII = /[\x80-\xff]/

/** Bytes decoded at once: small enough to be young garbage, large enough to be cheap for each value. */
const WINDOW_SIZE = 32 * 1024
/** So much of a window lies before the value it was decoded for: readers go back a little, too. */
const LOOK_BACK = 4 * 1024
/** Values longer than this are decoded by themselves. */
const LONGEST_VALUE = 8 * 1024

/** One-byte text of some bytes of a slab: it has the same offsets as they. */
interface Window {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly isAscii: boolean
}

const NOTHING: Window = { from: 0, to: 0, text: '', isAscii: true }

/**
 * The text of a slab. One decoding serves all ranges nearby: slices of it are free. A range that is not ASCII is decoded
 * by itself. Two windows are kept, because values lie where the input has put them or behind it, where parsers write.
 */
export class SlabText {
  #window = NOTHING
  #other = NOTHING

  /** The text of `length` bytes at `offset`, within the `used` bytes of the slab that will not change any more. */
  decode(slab: Buffer, used: number, offset: number, length: number): string {
    const end = offset + length
    if (offset < this.#window.from || end > this.#window.to) {
      if (length > LONGEST_VALUE) return slab.toString('utf8', offset, end)
      const previous = this.#window
      const fits = offset >= this.#other.from && end <= this.#other.to
      this.#window = fits ? this.#other : windowAt(slab, used, offset)
      this.#other = previous
    }
    const { from, text, isAscii: isPlain } = this.#window
    const slice = text.slice(offset - from, end - from)
    if (isPlain || !NOT_ASCII.test(slice)) return slice
    return slab.toString('utf8', offset, end)
  }

  forget(): void {
    this.#window = this.#other = NOTHING
  }
}

function windowAt(slab: Buffer, used: number, offset: number): Window {
  const from = Math.max(0, offset - LOOK_BACK)
  const to = Math.min(used, from + WINDOW_SIZE)
  return {
    from,
    to,
    text: slab.toString('latin1', from, to),
    isAscii: isAscii(slab.subarray(from, to)),
  }
}
