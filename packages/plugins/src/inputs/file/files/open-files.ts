import { closeSync, openSync } from 'node:fs'
import { isSameIdentity } from './file-identity.ts'
import { statOpenFile } from './file-stat.ts'
import { OPEN_FLAGS } from './signature.ts'
import type { TrackedFile } from './tracked-file.ts'

/** More are never open at once: the least recently read one is closed first. */
const MOST_OPEN = 1000

/** The open descriptors of tracked files. */
export class OpenFiles {
  /** In the order of their last use. */
  readonly #descriptors = new Map<TrackedFile, number>()

  get size(): number {
    return this.#descriptors.size
  }

  get(file: TrackedFile): number | undefined {
    return this.#descriptors.get(file)
  }

  /** The descriptor of a file, opened if need be. Throws `ENOENT` when another file stands where it was. */
  use(file: TrackedFile): number {
    const known = this.#descriptors.get(file)
    const fd = known ?? this.#open(file)
    this.#descriptors.delete(file)
    this.#descriptors.set(file, fd)
    if (known === undefined && this.#descriptors.size > MOST_OPEN) this.#closeOldest()
    return fd
  }

  close(file: TrackedFile): void {
    const fd = this.#descriptors.get(file)
    if (fd === undefined) return
    this.#descriptors.delete(file)
    closeSync(fd)
  }

  /** Closes what has not been read since `moment`, is at its end and can be opened again. */
  closeUnused(moment: number): void {
    for (const file of this.#descriptors.keys()) {
      const isAtEnd = !file.hasNew && !file.hasPartial
      if (file.readAt <= moment && isAtEnd && !file.deleted) this.close(file)
    }
  }

  closeAll(): void {
    for (const file of this.#descriptors.keys()) this.close(file)
  }

  #open(file: TrackedFile): number {
    const fd = this.#openPath(file.home)
    if (isSameIdentity(statOpenFile(fd), file)) return fd
    closeSync(fd)
    throw Object.assign(new Error(`another file is at ${file.home} now`), { code: 'ENOENT' })
  }

  #openPath(path: string): number {
    try {
      return openSync(path, OPEN_FLAGS)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if ((code !== 'EMFILE' && code !== 'ENFILE') || !this.#closeOldest()) throw error
      return openSync(path, OPEN_FLAGS)
    }
  }

  /** A file without a name could not be opened again: it stays. */
  #closeOldest(): boolean {
    const oldest = this.#descriptors.keys().find((file) => !file.deleted)
    if (oldest === undefined) return false
    this.close(oldest)
    return true
  }
}
