import { writeSync } from 'node:fs'

const NEWLINE = 10
const PAUSE_MS = 5

/** How a line is written. */
export interface DescriptorWriterOptions {
  /** Milliseconds to wait for a reader that does not keep up before its line is given up; 1000 by default. */
  readonly maxWait?: number
}

/**
 * Writes lines to a file descriptor, the same way from every thread: synchronously, since what a worker thread gives to
 * `process.stderr` is lost when the thread is ended. The result tells whether the line was written whole. It never
 * throws: a log that nobody reads any more stops nothing. It blocks for at most `maxWait`, and once a line was given up
 * not at all until one goes through again.
 */
export function createDescriptorWriter(
  descriptor: number,
  { maxWait = 1000 }: DescriptorWriterOptions = {},
): (line: string) => boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  let torn = false
  let stuck = false
  return (line) => {
    // A line that was cut off must not become the beginning of this one.
    const bytes = Buffer.from(torn ? `\n${line}` : line)
    const deadline = performance.now() + (stuck ? 0 : maxWait)
    let offset = 0
    while (offset < bytes.length) {
      const written = tryWrite(descriptor, bytes, offset)
      offset += written ?? 0
      if (written === undefined || (written === 0 && performance.now() >= deadline)) break
      if (written === 0) Atomics.wait(pause, 0, 0, PAUSE_MS)
    }
    if (offset > 0) torn = bytes[offset - 1] !== NEWLINE
    stuck = offset < bytes.length
    return !stuck
  }
}

/** Bytes written; 0 when the reader does not keep up, `undefined` when it is gone or the disk is full. */
function tryWrite(descriptor: number, bytes: Buffer, offset: number): number | undefined {
  try {
    return writeSync(descriptor, bytes, offset)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 0 : undefined
  }
}
