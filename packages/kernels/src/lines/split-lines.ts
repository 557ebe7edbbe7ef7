const NEWLINE = 0x0a

/**
 * Finds the lines in `bytes` from offset `from` to before `to`. Writes an (offset, length) pair into
 * `out`, from index `outFrom` on, for each line that a `\n` ends: the `\n` is not part of the line, a
 * `\r` before it is. Offsets count from the start of `bytes`. Stops when no whole pair fits into `out`
 * any more. Returns the number of pairs; `endOfLines` tells where to go on.
 *
 * Reads `bytes` and keeps nothing of it; the memory may be shared and at most 2 GiB.
 */
export function splitLines(
  bytes: Uint8Array,
  from: number,
  to: number,
  out: Int32Array,
  outFrom: number,
): number {
  // A view that ends at `to` keeps the search, which is several times faster than a loop, from
  // running on to the end of a large slab.
  const window = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
  const last = out.length - 1
  let next = outFrom
  let start = 0
  while (next < last) {
    const end = window.indexOf(NEWLINE, start)
    if (end < 0) break
    out[next++] = from + start
    out[next++] = end - start
    start = end + 1
  }
  return (next - outFrom) >> 1
}

/**
 * The offset behind the last of the lines that `splitLines` found, given its result and the same
 * `from`, `out` and `outFrom`: where the next call has to start. If that is before `to` although `out`
 * had room, an unfinished line is left there.
 */
export function endOfLines(from: number, out: Int32Array, outFrom: number, lines: number): number {
  const lastPair = outFrom + 2 * (lines - 1)
  return lines === 0 ? from : (out[lastPair] ?? 0) + (out[lastPair + 1] ?? 0) + 1
}
