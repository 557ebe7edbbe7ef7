import { resolve } from 'node:path'
import { compilePattern, hasWildcard } from './pattern.ts'

/** One entry of `FilePaths`, taken apart. */
export interface PathGlob {
  /** As the config says it. */
  readonly text: string
  /** The absolute directory in front of the first wildcard. */
  readonly base: string
  /** The directories between `base` and the file name: a name, or what it must match. */
  readonly levels: readonly (string | RegExp)[]
  /** How many directories below the last level are searched too. */
  readonly depth: number
  /** The file's name, or what it must match. */
  readonly name: string | RegExp
  /** The path itself when there is no wildcard in it. */
  readonly literal: string | undefined
}

/** No real tree is deeper; a limit for `MaxDirSearchDepth: -1`. */
const DEEPEST = 1000

/**
 * Takes a path pattern apart. `**` may stand only for the last directory; `maxDepth` (negative: any) says how deep it
 * reaches. Throws a sentence to show the user.
 */
export function parsePathGlob(text: string, maxDepth: number): PathGlob {
  if (text.endsWith('/')) throw new Error(`'${text}' names a directory, not files in it`)
  const directories = resolve(text).split('/').slice(1)
  const name = directories.pop() as string
  const recursive = directories.at(-1) === '**'
  if (recursive) directories.pop()
  if (directories.includes('**')) {
    throw new Error(`in '${text}', ** stands elsewhere than directly before the file name`)
  }
  const wild = directories.findIndex(hasWildcard)
  const constant = wild === -1 ? directories.length : wild
  const literal = !recursive && wild === -1 && !hasWildcard(name)
  return {
    text,
    base: `/${directories.slice(0, constant).join('/')}`,
    levels: directories.slice(constant).map(compileComponent),
    depth: recursive ? (maxDepth < 0 ? DEEPEST : Math.min(maxDepth, DEEPEST)) : 0,
    name: compileComponent(name),
    literal: literal ? resolve(text) : undefined,
  }
}

function compileComponent(component: string): string | RegExp {
  return hasWildcard(component) ? compilePattern(component) : component
}
