import type { FileInputOptions } from './options.ts'
import type { TrackedFile } from './files/tracked-file.ts'

const LONGEST_PATH_BYTES = 511

/** Says which tags the events of a file share. */
export type GroupTags = (file: TrackedFile) => Record<string, string>

/** Prepares the tags as the options name them. */
export function createGroupTags({ Tags, AppendingLogPositionMeta }: FileInputOptions): GroupTags {
  const pathKey = tagName(Tags.FilePathTagKey, '__path__', true)
  const inodeKey = tagName(Tags.FileInodeTagKey, '__inode__', AppendingLogPositionMeta)
  return (file) => ({
    ...(pathKey === '' ? {} : { [pathKey]: clip(file.path) }),
    ...(inodeKey === '' ? {} : { [inodeKey]: String(file.inode) }),
  })
}

function tagName(wanted: string | undefined, usual: string, byDefault: boolean): string {
  if (wanted === undefined) return byDefault ? usual : ''
  return wanted === '__default__' ? usual : wanted
}

function clip(path: string): string {
  const bytes = Buffer.from(path)
  if (bytes.length <= LONGEST_PATH_BYTES) return path
  return bytes.toString('utf8', 0, LONGEST_PATH_BYTES).replace(/\uFFFD$/, '')
}
