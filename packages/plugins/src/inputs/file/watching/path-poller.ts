import type { Adopter } from './adopter.ts'
import { isSameIdentity } from '../files/file-identity.ts'
import { type FileStat, statFile } from '../files/file-stat.ts'
import type { Following } from '../following.ts'
import { noteSize } from './note-size.ts'
import type { Orphans } from './orphans.ts'
import { isActive, LONGEST_INTERVAL_MS, pollInterval } from './poll-interval.ts'
import type { TrackedFile } from '../files/tracked-file.ts'

/** A path at which a file to collect is or may come to be. Times are monotonic. */
interface PolledPath {
  readonly path: string
  file: TrackedFile | undefined
  /** A file that is there and not collected until it changes. */
  old: FileStat | undefined
  due: number
  changedAt: number
  missingSince: number | undefined
}

/** How long a path at which nothing is any more is looked at: between two files of a rotation nothing may be there. */
const MISSED_MS = 60_000

const UNREADABLE = 'the file cannot be opened; it is tried again'
const QUEUE_FULL = 'too many rotated files are unread: the newest waits until one is read'

/** Looks again and again at the paths that are collected, and at the files that lost theirs. */
export class PathPoller {
  readonly #following: Following
  readonly #adopter: Adopter
  readonly #orphans: Orphans
  readonly #isWatched: (path: string) => boolean
  readonly #paths = new Map<string, PolledPath>()
  readonly #hinted = new Set<PolledPath>()
  #nextRound = 0

  constructor(
    following: Following,
    parts: {
      readonly adopter: Adopter
      readonly orphans: Orphans
      /** Whether the system is expected to tell of changes at a path. */
      readonly isWatched: (path: string) => boolean
    },
  ) {
    this.#following = following
    this.#adopter = parts.adopter
    this.#orphans = parts.orphans
    this.#isWatched = parts.isWatched
  }

  /** Paths at which there is a file that is too old to be collected. */
  get passedOver(): readonly string[] {
    const old = this.#paths.values().filter((polled) => polled.old !== undefined)
    return old.map(({ path }) => path).toArray()
  }

  /** Takes the outcome of a search: what is new is looked at in the next round. */
  setPaths(found: ReadonlySet<string>, now: number): void {
    for (const path of found) this.addPath(path, now)
    for (const [path, { missingSince }] of this.#paths) {
      if (found.has(path) || missingSince === undefined) continue
      if (now - missingSince < MISSED_MS) continue
      this.#paths.delete(path)
      this.#following.share.forget(path)
    }
  }

  addPath(path: string, now: number): void {
    if (this.#paths.has(path)) return
    const nothing = { file: undefined, old: undefined, missingSince: undefined }
    this.#paths.set(path, { path, ...nothing, due: now, changedAt: -Infinity })
    this.#nextRound = now
  }

  /** Something happened at a path; tells whether it is one to look at, and soon. */
  hint(path: string, now: number): boolean {
    const polled = this.#paths.get(path)
    if (polled === undefined || isActive(polled.changedAt, now)) return false
    this.#hinted.add(polled)
    return true
  }

  /** Looks at everything that is due; returns when to come again. */
  round(now: number): number {
    for (const polled of this.#hinted) polled.due = now
    if (this.#hinted.size > 0) this.#nextRound = now
    this.#hinted.clear()
    if (now < this.#nextRound) return this.#nextRound
    const active = this.#paths.values().filter(({ changedAt }) => isActive(changedAt, now))
    const load = { all: this.#paths.size + this.#orphans.size, active: [...active].length }
    let next = now + LONGEST_INTERVAL_MS
    for (const polled of this.#paths.values()) {
      if (polled.due <= now) {
        this.#look(polled, now)
        const watched = this.#isWatched(polled.path)
        polled.due = now + pollInterval(load, isActive(polled.changedAt, now), watched)
      }
      next = Math.min(next, polled.due)
    }
    this.#nextRound = Math.min(next, this.#orphans.round(now, load))
    return this.#nextRound
  }

  /** Looks at a file at once, wherever it is. */
  lookAt(file: TrackedFile, now: number): void {
    const polled = this.#paths.values().find((candidate) => candidate.file === file)
    if (polled !== undefined) this.#look(polled, now)
    else this.#orphans.look(file, now)
  }

  #look(polled: PolledPath, now: number): void {
    try {
      const stat = statFile(polled.path)
      const { file } = polled
      if (stat === undefined) {
        polled.missingSince ??= now
        polled.old = undefined
        this.#leave(polled, now)
      } else if (!this.#following.share.has(stat)) {
        this.#following.share.note(polled.path, stat)
        polled.missingSince = undefined
        polled.old = undefined
        this.#leave(polled, now)
      } else if (file !== undefined && isSameIdentity(file, stat)) {
        this.#note(polled, file, stat, now)
      } else {
        this.#leave(polled, now)
        this.#take(polled, stat, now)
      }
      this.#following.warnings.mended(polled.path, UNREADABLE)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      this.#following.warnings.warn(polled.path, { file: polled.path, code }, UNREADABLE)
    }
  }

  #take(polled: PolledPath, stat: FileStat, now: number): void {
    const { old, path } = polled
    polled.missingSince = undefined
    if (old?.size === stat.size && old.modified === stat.modified) return
    const { warnings, options } = this.#following
    const taken = this.#adopter.adopt(path, stat, old !== undefined)
    polled.old = taken === 'old' ? stat : undefined
    if (taken === 'queue full') {
      const limit = { option: 'RotatorQueueSize', value: options.RotatorQueueSize }
      warnings.warn(path, { file: path, ...limit }, QUEUE_FULL)
    }
    if (typeof taken === 'string') return
    warnings.mended(path, QUEUE_FULL)
    polled.file = taken
    taken.names++
    taken.home = path
    this.#orphans.remove(taken)
    this.#note(polled, taken, stat, now)
  }

  /** The file is no longer what the path leads to. */
  #leave(polled: PolledPath, now: number): void {
    const { file } = polled
    if (file === undefined) return
    polled.file = undefined
    file.names--
    if (file.names === 0) return this.#orphans.add(file, now)
    const other = this.#paths.values().find((candidate) => candidate.file === file)
    file.home = other?.path ?? file.home
  }

  #note(polled: PolledPath, file: TrackedFile, stat: FileStat, now: number): void {
    polled.missingSince = undefined
    if (!noteSize(this.#following, file, stat)) return
    polled.changedAt = now
    if (file.begun) return
    // Whatever its predecessors still got was written before this: seen now, it is read first.
    for (const earlier of this.#following.files.queueOf(file.path)) {
      if (earlier === file) break
      this.lookAt(earlier, now)
    }
  }
}
