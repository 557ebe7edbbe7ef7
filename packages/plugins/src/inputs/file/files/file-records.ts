import type { Checkpoints, Clock, Delivery } from '@sluice/plugin'
import { fileKey, type FileIdentity } from './file-identity.ts'
import type { FileShare } from './file-share.ts'
import { decodeRecord, encodeRecord, type FileRecord } from './file-record.ts'

const HOUR = 3_600_000
const KEPT = 24 * HOUR
const REFRESHED = 12 * HOUR

/**
 * Everything remembered of files: what earlier runs stored and what this run has handed over since. A record is stored
 * when its data was delivered, and forgotten a day after its file was last there.
 */
export class FileRecords {
  readonly #checkpoints: Checkpoints
  readonly #delivery: Delivery
  readonly #clock: Clock
  readonly #share: FileShare
  readonly #records = new Map<string, FileRecord>()
  readonly #keysOfPath = new Map<string, Set<string>>()
  /** How many stored values could not be read; each file starts as if it was new. */
  readonly unreadable: number

  constructor(checkpoints: Checkpoints, delivery: Delivery, clock: Clock, share: FileShare) {
    this.#checkpoints = checkpoints
    this.#delivery = delivery
    this.#clock = clock
    this.#share = share
    let unreadable = 0
    for (const key of checkpoints.keys()) {
      const record = decodeRecord(checkpoints.getText(key) ?? '')
      if (record === undefined) unreadable++
      else this.#remember(key, record)
    }
    this.unreadable = unreadable
  }

  /**
   * The record of a file. After a reboot a device may have another number, and a newer system may tell when a file was
   * made where the old one did not: then the path decides.
   */
  find(file: FileIdentity, path: string): FileRecord | undefined {
    const isLike = ({ inode, born, signature }: FileRecord): boolean =>
      inode === file.inode && (born === 0 || born === file.born) && signature.length > 0
    return this.#records.get(fileKey(file)) ?? this.of(path).find(isLike)
  }

  /** Whether any file was ever read under this name. */
  knowsPath(path: string): boolean {
    return this.#keysOfPath.has(path)
  }

  /** The records of all files that were read under this name. */
  of(path: string): readonly FileRecord[] {
    const keys = this.#keysOfPath.get(path) ?? []
    return [...keys].map((key) => this.#records.get(key) as FileRecord)
  }

  values(): Iterable<FileRecord> {
    return this.#records.values()
  }

  /** Whether the record says something else than the one that was stored last. */
  isNews(record: Omit<FileRecord, 'seen'>): boolean {
    const known = this.#records.get(fileKey(record))
    if (known?.offset !== record.offset || known.cut !== record.cut) return true
    return known.signature.hash !== record.signature.hash
  }

  /** Stores the record once everything collected so far was delivered. */
  save(record: Omit<FileRecord, 'seen'>): void {
    const key = fileKey(record)
    const seen = this.#clock.now()
    this.#remember(key, { ...record, seen })
    this.#delivery.checkpoint(key, encodeRecord({ ...record, seen }))
  }

  /** Forgets files of this thread's share that were not there for a day. */
  async expire(isThere: (record: FileRecord) => boolean): Promise<void> {
    const now = this.#clock.now()
    const deletions: Promise<void>[] = []
    for (const [key, record] of [...this.#records]) {
      const age = now - record.seen
      if (age < REFRESHED || !this.#share.has(record)) continue
      if (isThere(record)) this.save(record)
      else if (age >= KEPT) {
        this.#forget(key, record)
        deletions.push(this.#checkpoints.delete(key))
      }
    }
    await Promise.all(deletions)
  }

  #remember(key: string, record: FileRecord): void {
    const old = this.#records.get(key)
    if (old !== undefined && old.path !== record.path) this.#forget(key, old)
    this.#records.set(key, record)
    const keys = this.#keysOfPath.get(record.path)
    if (keys === undefined) this.#keysOfPath.set(record.path, new Set([key]))
    else keys.add(key)
  }

  #forget(key: string, record: FileRecord): void {
    this.#records.delete(key)
    const keys = this.#keysOfPath.get(record.path)
    keys?.delete(key)
    if (keys?.size === 0) this.#keysOfPath.delete(record.path)
  }
}
