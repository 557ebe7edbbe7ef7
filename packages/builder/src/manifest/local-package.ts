import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readTextFile } from '@sluice/runtime'
import type { Problem } from './findings.ts'
import { packageNameOf } from './import-name.ts'
import { largestFile } from './manifest.ts'
import { show } from './show.ts'

/** A folder that is used instead of a published package. */
export interface LocalPackage {
  readonly directory: string
  /** As its package.json says. */
  readonly name: string
}

/** Looks at the folder that `path` names, relative to the folder of the manifest. */
export async function readLocalPackage(
  path: string,
  from: string | undefined,
): Promise<LocalPackage | Problem> {
  if (from === undefined) {
    const message = `path ${show(path)} stands in a manifest from a URL; expected a package`
    return problem(message, 'Remove it, or put the entry into a manifest in the repository.')
  }
  const directory = resolve(from, path)
  if (!(await isDirectory(directory))) {
    const message = `path ${show(path)} leads to ${show(directory)}, which is no folder; expected the folder of a package`
    return problem(message, 'Correct it: a path is relative to the folder of its manifest.')
  }
  const text = readTextFile(join(directory, 'package.json'), largestFile)
  if (typeof text !== 'string') {
    const message = `path ${show(path)} leads to ${show(directory)}, whose package.json ${text.message}; expected a package`
    return problem(message, 'Run npm init in that folder, or correct the path.')
  }
  const name = nameIn(text)
  if (name !== undefined) return { directory, name }
  const message = `path ${show(path)} leads to ${show(directory)}, whose package.json gives no valid name; expected one`
  return problem(message, 'Give it a name: npm pkg set name=@my-space/my-plugins')
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

function nameIn(text: string): string | undefined {
  try {
    const content: unknown = JSON.parse(text)
    const isObject = typeof content === 'object' && content !== null
    const name: unknown = isObject && 'name' in content ? content.name : undefined
    return typeof name === 'string' && packageNameOf(name) === name ? name : undefined
  } catch {
    return undefined
  }
}

function problem(message: string, hint: string): Problem {
  return { code: 'MANIFEST_PATH', message, hint }
}
