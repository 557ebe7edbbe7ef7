import type { PluginContext } from '@sluice/plugin'
import type { FileSet } from '../files/file-set.ts'
import type { TrackedFile } from '../files/tracked-file.ts'

/** Tells once when everything that was there at the start has been handed over. */
export class Arrival {
  readonly #caughtUp: PluginContext['caughtUp']
  readonly #files: FileSet
  /** How far each file has to be read. */
  readonly #targets: Map<TrackedFile, number>
  /** The file that was written to last. */
  readonly #path: string | undefined
  #events = 0
  #told = false

  constructor(files: FileSet, caughtUp: PluginContext['caughtUp']) {
    this.#files = files
    this.#caughtUp = caughtUp
    this.#targets = new Map(files.values().map((file) => [file, file.size]))
    this.#path = [...files.values()].toSorted((a, b) => b.modified - a.modified)[0]?.path
  }

  /** Takes note of events that were handed over, or of an attempt that failed. */
  add(file: TrackedFile, events: number): void {
    if (this.#told) return
    this.#events += events
    if (!this.#isDone(file, this.#targets.get(file) ?? 0)) return
    this.#targets.delete(file)
    this.#tell()
  }

  /** There is nothing to read at the moment. */
  settle(): void {
    if (this.#told) return
    for (const [file, target] of this.#targets) {
      if (this.#isDone(file, target)) this.#targets.delete(file)
    }
    this.#tell()
  }

  #isDone(file: TrackedFile, target: number): boolean {
    return file.examined >= target || file.failures > 0 || !this.#files.has(file)
  }

  #tell(): void {
    if (this.#targets.size > 0) return
    this.#told = true
    const path = this.#path === undefined ? {} : { path: this.#path }
    this.#caughtUp({ events: this.#events, ...path })
  }
}
