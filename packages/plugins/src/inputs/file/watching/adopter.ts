import { fileKey } from '../files/file-identity.ts'
import type { FileStat } from '../files/file-stat.ts'
import { findMissed } from './find-missed.ts'
import type { Following } from '../following.ts'
import type { Orphans } from './orphans.ts'
import { checkSignature, NO_SIGNATURE } from '../files/signature.ts'
import { tailPosition } from '../files/tail-position.ts'
import { isSameFile, TrackedFile } from '../files/tracked-file.ts'

/** Older files are left alone at the start, as the original does: two minutes for its watcher, three for its poller. */
const RECENT_AT_START_MS = 180_000
/** A file that turns up later and is older is not a new one but was moved there. */
const RECENT_LATER_MS = 3 * 3_600_000

/** Why the file at a path is not collected, for now. */
export type Refusal = 'old' | 'queue full'

/** Decides which file it is that stands at a path, and where its reading begins. */
export class Adopter {
  readonly #following: Following
  readonly #orphans: Orphans
  #starting = true

  constructor(following: Following, orphans: Orphans) {
    this.#following = following
    this.#orphans = orphans
  }

  /** From now on files are not there from the start but new. */
  started(): void {
    this.#starting = false
  }

  /**
   * The file at `path`: one that is followed already, one that an earlier run had followed, or a new one. Throws when
   * it has to be opened for that and cannot be.
   *
   * @param changed whether it was seen to change, which makes its age irrelevant
   */
  adopt(path: string, stat: FileStat, changed: boolean): TrackedFile | Refusal {
    return this.#known(path, stat) ?? this.#recorded(path, stat) ?? this.#new(path, stat, changed)
  }

  #known(path: string, stat: FileStat): TrackedFile | undefined {
    const { files, open } = this.#following
    const file = files.get(fileKey(stat))
    if (file === undefined) return undefined
    // As long as it is open its inode cannot belong to another file.
    if (file.home === path || open.get(file) !== undefined || isSameFile(path, file)) return file
    this.#orphans.drop(file)
    return undefined
  }

  #recorded(path: string, stat: FileStat): TrackedFile | undefined {
    const { files, records, context } = this.#following
    const record = records.find(stat, path)
    if (record === undefined) return undefined
    // Under its old path reading it will tell.
    if (record.path !== path && !isSameFile(path, record)) return undefined
    const { dev, inode, born } = stat
    const now = context.clock.monotonic()
    const file = new TrackedFile({ ...record, dev, inode, born, home: path }, now)
    files.add(file)
    return file
  }

  #new(path: string, stat: FileStat, changed: boolean): TrackedFile | Refusal {
    const { files, records, share, options, context } = this.#following
    const predecessors = files.queueOf(path)
    const isKnown = records.knowsPath(path) || share.modifiedAt(path) !== undefined
    const succeeds = predecessors.length > 0 || isKnown
    if (!succeeds && !changed && this.#isOld(path, stat)) return 'old'
    const unread = predecessors.filter((file) => file.hasNew || file.hasPartial)
    if (unread.length >= options.RotatorQueueSize) return 'queue full'
    if (succeeds) this.#takeMissed(path, stat)
    const file = createFile(path, path, stat, context.clock.monotonic())
    if (!succeeds && !context.once) this.#moveToTail(file, stat.size)
    return this.#add(file)
  }

  /** Takes the files that stood between the last one that was seen and this one. */
  #takeMissed(path: string, current: FileStat): void {
    const { files, records, share, context } = this.#following
    const known = [...files.queueOf(path), ...records.of(path)]
    const since = Math.max(share.modifiedAt(path) ?? 0, ...known.map(({ modified }) => modified))
    if (since === 0) return
    const now = context.clock.monotonic()
    for (const { home, stat } of findMissed(path, since, current)) {
      if (!share.has(stat) || this.#known(home, stat) !== undefined) continue
      const record = records.find(stat, home)
      if (record !== undefined && isSameFile(home, record)) continue
      this.#orphans.add(this.#add(createFile(path, home, stat, now)), now)
    }
  }

  #add(file: TrackedFile): TrackedFile {
    const { files, records, counters } = this.#following
    if (files.queueOf(file.path).length > 0) counters.rotations.add()
    files.add(file)
    records.save(file.record())
    return file
  }

  #isOld(path: string, { modified }: FileStat): boolean {
    const { context, options, warnings } = this.#following
    if (context.once || options.TailingAllMatchedFiles) return false
    const age = context.clock.now() - modified
    // Those that are there at the start are told of all at once.
    if (this.#starting) return age > RECENT_AT_START_MS
    if (age <= RECENT_LATER_MS) return false
    const fields = { file: path, option: 'TailingAllMatchedFiles' }
    warnings.warn(path, fields, 'a file that is hours old is collected only when it changes')
    return true
  }

  #moveToTail(file: TrackedFile, size: number): void {
    const { open, options, warnings, counters, isFirstLine } = this.#following
    if (size <= options.TailSizeKB * 1024) return
    const fd = open.use(file)
    const offset = tailPosition(fd, size, options.TailSizeKB * 1024, isFirstLine)
    file.signature = checkSignature(fd, file.signature) ?? file.signature
    file.skipTo(offset)
    counters.skippedBytes.add(offset)
    warnings.warn(
      file.path,
      { file: file.path, skippedBytes: offset, option: 'TailSizeKB' },
      'only the end of the file is collected; the option says how much of it',
    )
  }
}

function createFile(
  path: string,
  home: string,
  { dev, inode, born }: FileStat,
  now: number,
): TrackedFile {
  const start = { signature: NO_SIGNATURE, offset: 0, cut: false, amid: undefined, modified: 0 }
  return new TrackedFile({ path, home, dev, inode, born, ...start }, now)
}
