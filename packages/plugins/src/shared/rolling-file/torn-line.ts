import type { FileHandle } from 'node:fs/promises'

const BLOCK = 64 * 1024
/** A last line longer than this is not one of ours. */
const LONGEST_LINE = 64 * 1024 * 1024
const NEWLINE = 10
const NUL = 0
const BRACE = 0x7b

/** What was done to the end of a file. */
export interface MendedEnd {
  /** Bytes of the file now. */
  readonly size: number
  /** Bytes of the torn line that was cut off. */
  readonly cut: number
}

/**
 * Makes a file end with a newline. A crash in the middle of a write leaves the beginning of a JSON object (or zeros)
 * behind the last newline: that is cut off, because what it belongs to was not acknowledged and comes again. Anything
 * else was not written by us: it is kept and ended.
 */
export async function mendEnd(handle: FileHandle, size: number): Promise<MendedEnd> {
  if (size === 0) return { size, cut: 0 }
  const start = await lastLineStart(handle, size)
  if (start === size) return { size, cut: 0 }
  const [first] = start === undefined ? [] : await read(handle, start, 1)
  if (start !== undefined && (first === BRACE || first === NUL)) {
    await handle.truncate(start)
    return { size: start, cut: size - start }
  }
  await handle.write('\n')
  return { size: size + 1, cut: 0 }
}

/** Offset after the last newline; `undefined` when there is none within reach. */
async function lastLineStart(handle: FileHandle, size: number): Promise<number | undefined> {
  for (let end = size; end > 0 && size - end < LONGEST_LINE; end -= BLOCK) {
    const begin = Math.max(0, end - BLOCK)
    const newline = (await read(handle, begin, end - begin)).lastIndexOf(NEWLINE)
    if (newline !== -1) return begin + newline + 1
  }
  return size < LONGEST_LINE ? 0 : undefined
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
