import { readSync } from 'node:fs'

const SEARCHED = 128 * 1024
const NEWLINE = 10

/**
 * Where the reading of a file that was not seen before begins: `tail` bytes before its end, moved to the beginning of
 * the next line, or to the next one that `isFirst` is true for. When no line ends within 128 KB of there, it begins in the
 * middle of that line.
 */
export function tailPosition(
  fd: number,
  size: number,
  tail: number,
  isFirst: ((line: Buffer) => boolean) | undefined,
): number {
  const start = size - tail
  if (start <= 0) return 0
  // From one byte earlier, so that a line beginning right at `start` is not skipped.
  const bytes = read(fd, start - 1, Math.min(size, start + SEARCHED))
  const newline = bytes.indexOf(NEWLINE)
  if (newline === -1) return start
  return start + (firstLine(bytes, newline + 1, isFirst) ?? newline + 1) - 1
}

/** The place of the first complete line from `from` on that is the first of a block. */
function firstLine(
  bytes: Buffer,
  from: number,
  isFirst: ((line: Buffer) => boolean) | undefined,
): number | undefined {
  let start = from
  for (let end = bytes.indexOf(NEWLINE, start); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    if (isFirst?.(bytes.subarray(start, end)) === true) return start
    start = end + 1
  }
  return undefined
}

/** Where the last line of a file begins, complete or not; the end when it is longer than 128 KB. */
export function lastLinePosition(fd: number, size: number): number {
  const from = Math.max(0, size - SEARCHED)
  const newline = read(fd, from, size).lastIndexOf(NEWLINE)
  if (newline === -1) return from === 0 ? 0 : size
  return from + newline + 1
}

function read(fd: number, from: number, to: number): Buffer {
  const bytes = Buffer.allocUnsafe(to - from)
  return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, from))
}
