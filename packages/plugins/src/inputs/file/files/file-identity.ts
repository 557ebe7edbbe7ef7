/** What makes a file the same file, whatever its names are and whatever is in it. */
export interface FileIdentity {
  readonly dev: bigint
  readonly inode: bigint
  /** When it was made, milliseconds since the epoch; 0 if the file system does not tell. Inodes are used again. */
  readonly born: number
}

/** The key of a file: one file has one. */
export function fileKey({ dev, inode, born }: FileIdentity): string {
  return born === 0 ? `${dev}:${inode}` : `${dev}:${inode}:${born}`
}

export function isSameIdentity(a: FileIdentity, b: FileIdentity): boolean {
  return a.inode === b.inode && a.dev === b.dev && a.born === b.born
}
