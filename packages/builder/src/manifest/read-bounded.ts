import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

const limit = 1024 * 1024

/** Why a text cannot be had, as the rest of a sentence that begins with its name. */
export interface Unreadable {
  readonly reason: string
  /** Whether there is nothing of that name. */
  readonly missing?: boolean
}

/**
 * Reads a regular file of UTF-8 text of at most 1 MiB. Anything else is refused before it is opened, because opening
 * a pipe would wait for its other end.
 */
export async function readFileBounded(path: string): Promise<string | Unreadable> {
  try {
    if (!(await stat(path)).isFile()) return { reason: 'is not a regular file' }
    return await readStream(createReadStream(path, { end: limit }))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { reason: 'does not exist', missing: true }
    const denied = code === 'EACCES' || code === 'EPERM'
    return { reason: `cannot be read (${denied ? 'permission denied' : code})` }
  }
}

/** Reads UTF-8 text of at most 1 MiB, and no more than that. A byte order mark does not belong to it. */
export async function readStream(stream: AsyncIterable<Uint8Array>): Promise<string | Unreadable> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    length += chunk.length
    if (length > limit) return { reason: 'is larger than 1 MiB' }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    return { reason: 'is not UTF-8 text' }
  }
}
