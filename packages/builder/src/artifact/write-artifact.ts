import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file of the distribution. */
export interface ArtifactFile {
  /** Relative, with forward slashes. */
  readonly path: string
  readonly content: string | Uint8Array
  readonly executable?: boolean
}

export interface WrittenArtifact {
  readonly files: number
  readonly bytes: number
  /** SHA-256 over the paths, modes and bytes of all files. */
  readonly sha256: string
}

/** Is in every distribution, and so tells one from any other directory. */
export const DISTRIBUTION_FILE = 'distribution.json'

/** Whether a directory may be replaced: it is absent, empty, or a distribution. */
export async function isReplaceable(directory: string): Promise<boolean> {
  try {
    const names = await readdir(directory)
    return names.length === 0 || names.includes(DISTRIBUTION_FILE)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

/**
 * Writes the files to a directory beside `directory`, then puts it in its place. Modes do not depend on the user's umask.
 */
export async function writeArtifact(
  directory: string,
  files: readonly ArtifactFile[],
): Promise<WrittenArtifact> {
  const staging = `${directory}.new-${process.pid}`
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for (const { path, content, executable = false } of files.toSorted(byPath)) {
      const file = join(staging, path)
      const mode = executable ? 0o755 : 0o644
      await makeDirectory(staging, dirname(file))
      await writeFile(file, content)
      await chmod(file, mode)
      const data = typeof content === 'string' ? Buffer.from(content) : content
      bytes += data.length
      hash.update(`${path}\0${mode.toString(8)}\0${data.length}\0`).update(data)
    }
    await rm(directory, { recursive: true, force: true })
    await rename(staging, directory)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  return { files: files.length, bytes, sha256: hash.digest('hex') }
}

async function makeDirectory(root: string, directory: string): Promise<void> {
  const created = await mkdir(directory, { recursive: true })
  if (created === undefined) return
  for (let each = directory; each.length >= root.length; each = dirname(each)) {
    await chmod(each, 0o755)
  }
}

function byPath(a: ArtifactFile, b: ArtifactFile): number {
  return a.path < b.path ? -1 : 1
}

/** Every file below a directory, as files of a distribution under `prefix`. Symbolic links are passed over. */
export async function readFiles(directory: string, prefix: string): Promise<ArtifactFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name)
      const relative = path.slice(directory.length + 1).replaceAll('\\', '/')
      return { path: `${prefix}/${relative}`, content: await readFile(path) }
    }),
  )
}
