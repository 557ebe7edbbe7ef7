import { readSync } from 'node:fs'

const SEARCHED = 128 * 1024
const NEWLINE = 10

/**
 * Where the reading of a file that was not seen before begins: `tail` bytes before its end, moved to the beginning of
 * the next line. When no line ends within 128 KB of there, it begins in the middle of that line.
 */
export function tailPosition(fd: number, size: number, tail: number): number {
  const start = size - tail
  if (start <= 0) return 0
  // From one byte earlier, so that a line beginning right at `start` is not skipped.
  const newline = read(fd, start - 1, Math.min(size, start + SEARCHED)).indexOf(NEWLINE)
  return newline === -1 ? start : start + newline
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
