import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The comment that a bundler puts in front of each module. */
const MODULE_COMMENT = /^\/\/ ?(?:#region )?(\S+\.[cm]?[jt]sx?)$/

/** Tells from which module the code of a script is: of a bundle, which says so in comments, or the script itself. */
export class ModulesOfScripts {
  readonly #starts = new Map<
    string,
    readonly { readonly line: number; readonly module: string }[]
  >()

  /** `line` counts from 0. */
  moduleAt(url: string, line: number): string {
    let starts = this.#starts.get(url)
    if (starts === undefined) this.#starts.set(url, (starts = readStarts(url)))
    return starts.findLast((start) => start.line <= line)?.module ?? url
  }
}

function readStarts(url: string) {
  return linesOf(url).flatMap((text, line) => {
    const module = MODULE_COMMENT.exec(text)?.[1]
    return module === undefined ? [] : [{ line, module }]
  })
}

function linesOf(url: string): readonly string[] {
  if (!url.startsWith('file:')) return []
  try {
    return readFileSync(fileURLToPath(url), 'utf8').split('\n')
  } catch {
    // A script that is gone by now is still a module.
    return []
  }
}
