import type { Stats } from 'node:fs'
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { dropBytes } from '../drop-bytes.ts'
import { type MendedEnd, mendEnd } from './torn-line.ts'

/** Most pieces one system call takes on every platform (IOV_MAX). */
const MOST_PIECES = 1024

/** A file open for appending whose length is known, so that a write that failed half-way can be undone. */
export class OpenFile {
  readonly inode: number
  readonly device: number
  /** Pipes and devices have no length: what they took cannot be taken back. */
  readonly regular: boolean
  /** Bytes of the torn last line that was cut off on opening. */
  readonly cut: number
  readonly #handle: FileHandle
  #size: number
  #half = false

  private constructor(handle: FileHandle, found: Stats, { size, cut }: MendedEnd) {
    this.#handle = handle
    this.inode = found.ino
    this.device = found.dev
    this.regular = found.isFile()
    this.#size = size
    this.cut = cut
  }

  /** Opens or creates the file and its directory, and mends its end. */
  static async open(path: string): Promise<OpenFile> {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(path, (await isSpecial(path)) ? 'a' : 'a+')
    try {
      const found = await handle.stat()
      const end = found.isFile() ? await mendEnd(handle, found.size) : { size: 0, cut: 0 }
      return new OpenFile(handle, found, end)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Bytes of whole batches in the file. */
  get size(): number {
    return this.#size
  }

  /** Appends all of the pieces or, as far as the file system allows, nothing. */
  async append(pieces: readonly Uint8Array[]): Promise<void> {
    await this.restore()
    this.#half = this.regular
    try {
      for (let from = 0; from < pieces.length; from += MOST_PIECES) {
        await this.#writeAll(pieces.slice(from, from + MOST_PIECES))
      }
    } catch (error) {
      // If this fails too, the next batch begins with it.
      await this.restore().catch(() => {})
      throw error
    }
    this.#half = false
    for (const piece of pieces) this.#size += piece.byteLength
  }

  /** Cuts off what a failed batch left; throws when that is not possible. */
  async restore(): Promise<void> {
    if (!this.#half) return
    const { size } = await this.#handle.stat()
    if (size > this.#size) await this.#handle.truncate(this.#size)
    else this.#size = size
    this.#half = false
  }

  /** Whether a batch was not written to its end, and could not be taken back. */
  get half(): boolean {
    return this.#half
  }

  /** Takes over how someone else has left the file. */
  adopt(size: number, half: boolean): void {
    this.#size = size
    this.#half = half && this.regular
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async #writeAll(pieces: readonly Uint8Array[]): Promise<void> {
    for (let rest = pieces; rest.length > 0;) {
      const { bytesWritten } = await this.#handle.writev(rest)
      rest = dropBytes(rest, bytesWritten)
      if (bytesWritten === 0 && rest.length > 0) throw new Error('the file takes no more bytes')
    }
  }
}

/** A pipe must not be opened for reading as well: it would never tell that its reader is gone. */
async function isSpecial(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isFile()
  } catch {
    return false
  }
}
