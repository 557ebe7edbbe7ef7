import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Content = Buffer | undefined

/** What the repository's package.json and lock were before a build, for one that fails. */
export class SavedFiles {
  readonly #contents: ReadonlyMap<string, Content>

  private constructor(contents: ReadonlyMap<string, Content>) {
    this.#contents = contents
  }

  static async read(root: string): Promise<SavedFiles> {
    const files = ['package.json', 'package-lock.json'].map((name) => join(root, name))
    const contents = await Promise.all(files.map(async (file) => [file, await read(file)] as const))
    return new SavedFiles(new Map(contents))
  }

  /** Writes what is not the same any more. */
  async restore(): Promise<void> {
    for (const [file, before] of this.#contents) {
      const now = await read(file)
      if (before === undefined) await rm(file, { force: true })
      else if (now?.equals(before) !== true) await writeFile(file, before)
    }
  }
}

async function read(file: string): Promise<Content> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
