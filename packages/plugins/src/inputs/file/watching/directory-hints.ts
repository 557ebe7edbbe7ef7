import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const MOST_DIRECTORIES = 1000
/** A directory that changes more often between two searches is polled instead: that is cheaper. */
const MOST_HINTS = 200

/**
 * What the system says about changes in directories. It is only ever a reason to look earlier: network and container
 * file systems say nothing.
 */
export class DirectoryHints {
  readonly #changed: (path: string) => void
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #hints = new Map<string, number>()

  /** `changed` is called with the path of what was created, renamed, deleted or written to. */
  constructor(changed: (path: string) => void) {
    this.#changed = changed
  }

  /** Whether changes at a path are expected to be told. */
  covers(path: string): boolean {
    return this.#watchers.has(dirname(path))
  }

  /** Watches these directories and no others, as far as the system allows. */
  watch(directories: ReadonlySet<string>): void {
    this.#hints.clear()
    for (const directory of this.#watchers.keys()) {
      if (!directories.has(directory)) this.#close(directory)
    }
    for (const directory of directories) {
      if (this.#watchers.size >= MOST_DIRECTORIES) break
      if (!this.#watchers.has(directory)) this.#open(directory)
    }
  }

  close(): void {
    for (const directory of this.#watchers.keys()) this.#close(directory)
  }

  #open(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false })
      watcher.on('error', () => this.#close(directory))
      watcher.on('change', (type, name) => this.#hint(directory, type, String(name)))
      this.#watchers.set(directory, watcher)
    } catch {
      // No watch to be had, or the directory is gone: polling is enough.
    }
  }

  #hint(directory: string, type: string, name: string): void {
    // The directory itself was deleted or renamed; the watcher goes on, but watches nothing of ours.
    if (type === 'rename' && name === basename(directory)) this.#close(directory)
    const count = (this.#hints.get(directory) ?? 0) + 1
    this.#hints.set(directory, count)
    if (count > MOST_HINTS) this.#close(directory)
    this.#changed(join(directory, name))
  }

  #close(directory: string): void {
    this.#watchers.get(directory)?.close()
    this.#watchers.delete(directory)
  }
}
