import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../../host/usage-error.ts'

const MOST_NAMED = 5

/** Throws a `UsageError` unless the directory is empty or can be made. A repository without files counts as empty. */
export async function requireEmpty(directory: string): Promise<void> {
  const names = (await namesIn(directory)).filter((name) => name !== '.git')
  if (names.length === 0) return
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''
  throw new UsageError(
    `${directory} is not empty; it holds ${names.slice(0, MOST_NAMED).join(', ')}${more}`,
    'Give a directory that is empty or does not exist; nothing was written.',
  )
}

/** Writes files that do not exist yet, content by path. */
export async function writeFiles(
  directory: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  try {
    for (const [path, content] of files) {
      const file = join(directory, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content, { flag: 'wx' })
    }
  } catch (error) {
    throw unusable(directory, error)
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw unusable(directory, error)
  }
}

function unusable(directory: string, error: unknown): UsageError {
  return new UsageError(
    `the plugin cannot be written to ${directory}: ${(error as Error).message}`,
    'Give a directory that can be written to.',
  )
}
