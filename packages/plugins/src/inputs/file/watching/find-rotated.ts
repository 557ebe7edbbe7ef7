import { dirname } from 'node:path'
import { fileKey } from '../files/file-identity.ts'
import type { FileRecord } from '../files/file-record.ts'
import { filesByKey, findFile } from '../files/file-stat.ts'
import type { Following } from '../following.ts'
import { isSameFile, TrackedFile } from '../files/tracked-file.ts'

/**
 * Finds what earlier runs had not read to its end and what no collected path leads to now: files that were renamed while
 * nobody looked. They are searched for by inode in the directories they were in.
 *
 * @param isWanted whether files first seen under a path are still to be collected
 */
export function findRotated(
  { files, records, share, context, options }: Following,
  isWanted: (path: string) => boolean,
): readonly TrackedFile[] {
  const listings = new Map<string, ReadonlyMap<string, string>>()
  const locate = (record: FileRecord): string | undefined => {
    const directory = dirname(record.home)
    const depth = options.MaxCheckpointDirSearchDepth
    const listing = listings.get(directory) ?? filesByKey(directory, depth)
    listings.set(directory, listing)
    return listing.get(fileKey(record))
  }
  const found: TrackedFile[] = []
  for (const record of records.values()) {
    if (!share.has(record) || files.get(fileKey(record)) !== undefined) continue
    if (!isWanted(record.path)) continue
    const home = locate(record)
    const stat = home === undefined ? undefined : findFile(home)
    if (home === undefined || stat === undefined || stat.size <= record.offset) continue
    if (!isSameFile(home, record)) continue
    const file = new TrackedFile({ ...record, home }, context.clock.monotonic())
    found.push(file)
  }
  return found
}
