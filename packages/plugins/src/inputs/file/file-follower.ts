import { setImmediate as nextTurn } from 'node:timers/promises'
import { Arrival } from './watching/arrival.ts'
import { DirectoryHints } from './watching/directory-hints.ts'
import type { Discovery, Found } from './discovery/discovery.ts'
import type { FileReader } from './file-reader.ts'
import { fileKey, isSameIdentity } from './files/file-identity.ts'
import type { FileRecord } from './files/file-record.ts'
import { statFile } from './files/file-stat.ts'
import { findRotated } from './watching/find-rotated.ts'
import type { Following } from './following.ts'
import { Orphans } from './watching/orphans.ts'
import { Adopter } from './watching/adopter.ts'
import { PathPoller } from './watching/path-poller.ts'
import { Searcher } from './discovery/searcher.ts'
import type { TrackedFile } from './files/tracked-file.ts'
import { WakeUp } from './watching/wake-up.ts'

const EXPIRY_MS = 3_600_000
/** Windows read before others get a turn of the event loop. */
const WINDOWS_PER_TURN = 4
/** Attempts to read a file in a run that ends by itself. */
const MOST_ATTEMPTS = 3
const IDLE_MS = 60_000

/** Finds, watches and reads files: one life of the input. */
export class FileFollower {
  readonly #following: Following
  readonly #discovery: Discovery
  readonly #reader: FileReader
  readonly #searcher: Searcher
  readonly #adopter: Adopter
  readonly #orphans: Orphans
  readonly #poller: PathPoller
  readonly #hints: DirectoryHints
  readonly #end = new AbortController()
  /** Wakes the loop that looks at files. */
  readonly #look: WakeUp
  /** Wakes the loop that reads them. */
  readonly #work: WakeUp

  constructor(following: Following, discovery: Discovery, reader: FileReader) {
    const { clock } = following.context
    this.#following = following
    this.#discovery = discovery
    this.#reader = reader
    this.#look = new WakeUp(clock, this.#end.signal)
    this.#work = new WakeUp(clock, this.#end.signal)
    this.#hints = new DirectoryHints((path) => this.#hint(path))
    this.#searcher = new Searcher(discovery, clock)
    this.#orphans = new Orphans(following)
    this.#adopter = new Adopter(following, this.#orphans)
    const isWatched = (path: string): boolean => this.#hints.covers(path)
    const [adopter, orphans] = [this.#adopter, this.#orphans]
    this.#poller = new PathPoller(following, { adopter, orphans, isWatched })
  }

  /** Resolves when `signal` aborts; in a `--once` run, when everything is read. */
  async run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const { context, files, open } = this.#following
    const stop = (): void => this.#end.abort()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await this.#begin()
      const arrival = new Arrival(files, (details) => context.caughtUp(details))
      if (context.once) await this.#read(arrival)
      else await this.#both([this.#watch(), this.#read(arrival)])
    } finally {
      signal.removeEventListener('abort', stop)
      this.#end.abort()
      this.#hints.close()
      open.closeAll()
    }
  }

  /** Finds what is there, and what was there when an earlier run stopped. */
  async #begin(): Promise<void> {
    const { context, files, records } = this.#following
    const found = await this.#search()
    this.#poller.round(context.clock.monotonic())
    const isWanted = (path: string): boolean => this.#discovery.matches(path)
    for (const file of findRotated(this.#following, isWanted)) {
      files.add(file)
      this.#orphans.add(file, context.clock.monotonic())
    }
    files.sortQueues()
    this.#adopter.started()
    this.#report(found)
    await records.expire((record) => this.#isThere(record))
  }

  /** Runs both loops until the first ends, then waits for the other. */
  async #both(loops: readonly Promise<void>[]): Promise<void> {
    const ending = loops.map((loop) => loop.finally(() => this.#end.abort()))
    await Promise.allSettled(ending)
    await Promise.all(ending)
  }

  /** Looks at the files: independent of the reading, so that no rotation is missed while the pipeline is full. */
  async #watch(): Promise<void> {
    const { context, files, records } = this.#following
    const { clock } = context
    let expiry = clock.monotonic() + EXPIRY_MS
    while (!this.#end.signal.aborted) {
      if (clock.monotonic() >= this.#searcher.due) {
        await this.#search()
        this.#tidyUp()
      }
      if (clock.monotonic() >= expiry) {
        await records.expire((record) => this.#isThere(record))
        expiry = clock.monotonic() + EXPIRY_MS
      }
      const due = this.#poller.round(clock.monotonic())
      if (files.hasNext()) this.#work.now()
      const now = clock.monotonic()
      await this.#look.wait(Math.max(1, Math.min(due, this.#searcher.due) - now))
    }
  }

  async #read(arrival: Arrival): Promise<void> {
    const { context, files } = this.#following
    for (let windows = 0; !this.#end.signal.aborted;) {
      const file = files.next()
      if (file === undefined) {
        arrival.settle()
        if (context.once) return
        windows = 0
        await this.#work.wait(IDLE_MS)
        continue
      }
      const events = await this.#reader.read(file, this.#end.signal)
      this.#checkFailure(file)
      arrival.add(file, events)
      if (++windows % WINDOWS_PER_TURN === 0) await nextTurn()
    }
  }

  /** A file that cannot be read may have been renamed: it is looked for at once, later only when its turn comes. */
  #checkFailure(file: TrackedFile): void {
    const { context, files } = this.#following
    if (file.failures === 0 || !files.has(file)) return
    const attempts = context.once ? MOST_ATTEMPTS : 1
    if (file.failures <= attempts) this.#poller.lookAt(file, context.clock.monotonic())
  }

  async #search(): Promise<Found> {
    const { context } = this.#following
    const found = await this.#searcher.search()
    this.#poller.setPaths(found.paths, context.clock.monotonic())
    if (!context.once && !this.#end.signal.aborted) this.#hints.watch(found.directories)
    return found
  }

  #hint(path: string): void {
    const now = this.#following.context.clock.monotonic()
    if (this.#discovery.matches(path)) this.#poller.addPath(path, now)
    if (this.#poller.hint(path, now)) this.#look.now()
  }

  #tidyUp(): void {
    const { context, files, open, options } = this.#following
    const unused = options.CloseUnusedReaderIntervalSec * 1000
    open.closeUnused(context.clock.monotonic() - unused)
    context.metrics.gauge('open_files').set(open.size)
    context.metrics.gauge('followed_files').set(files.size)
    context.metrics.gauge('unread_bytes').set(files.unreadBytes)
  }

  #isThere(record: FileRecord): boolean {
    if (this.#following.files.get(fileKey(record)) !== undefined) return true
    try {
      const stat = statFile(record.home)
      return stat !== undefined && isSameIdentity(stat, record)
    } catch {
      return true
    }
  }

  #report({ unmatched }: Found): void {
    const { logger, replica } = this.#following.context
    // Each thread has looked for all.
    const missing = replica.index === 0 ? unmatched : []
    for (const pattern of missing) logger.warn({ pattern }, 'no file matches the path yet')
    const old = this.#poller.passedOver
    if (old.length === 0) return
    logger.warn(
      { files: old.length, example: old[0], option: 'TailingAllMatchedFiles' },
      'files that did not change in the last three minutes are collected only when they change, unless the option is true',
    )
  }
}
