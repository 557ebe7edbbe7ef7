import { readdirSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { Diagnostic } from './diagnostic.ts'
import type { PipelineSource } from './plan.ts'
import { explainReadError, readTextFile } from './read-text-file.ts'

/** The pipeline files found, and what is wrong with the others. */
export interface LoadedSources {
  readonly sources: readonly PipelineSource[]
  readonly diagnostics: readonly Diagnostic[]
}

const extensions = ['.yaml', '.yml', '.json']
const largestFile = 4 * 1024 * 1024
const mostFiles = 10_000

/**
 * Reads one pipeline file, or all pipeline files of a directory in the order of their names. Subdirectories, hidden files
 * and files with other extensions are passed over in a directory. Blocks while it reads.
 */
export function loadConfigPath(path: string): LoadedSources {
  let isDirectory: boolean
  try {
    isDirectory = statSync(path).isDirectory()
  } catch (error) {
    const { code, message } = explainReadError(error)
    return failed({
      code,
      file: path,
      message: `the path ${message}`,
      hint: 'Give a pipeline file or a directory of them.',
    })
  }
  if (!isDirectory) return loadFile(path)
  try {
    return loadDirectory(path)
  } catch (error) {
    const { code, message } = explainReadError(error)
    return failed({
      code,
      file: path,
      message: `the directory ${message}`,
      hint: 'The collector needs the right to list it.',
    })
  }
}

function loadFile(file: string): LoadedSources {
  const extension = extname(file)
  if (!extensions.includes(extension.toLowerCase())) {
    const message = 'the file is neither .yaml, .yml nor .json'
    return failed({
      code: 'FILE_EXTENSION_UNKNOWN',
      file,
      message,
      hint: 'Rename it to end in .yaml, .yml or .json.',
    })
  }
  const text = readTextFile(file, largestFile)
  if (typeof text === 'string') {
    return { sources: [{ name: basename(file, extension), file, text }], diagnostics: [] }
  }
  return failed({
    code: text.code,
    file,
    message: `the file ${text.message}`,
    hint: 'A pipeline file is UTF-8 text of at most 4 MiB that the collector may read.',
  })
}

function loadDirectory(directory: string): LoadedSources {
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .filter((name) => extensions.includes(extname(name).toLowerCase()))
    .toSorted()
  if (names.length === 0) {
    const message = 'the directory holds no pipeline file'
    return failed({
      code: 'DIRECTORY_EMPTY',
      file: directory,
      message,
      hint: 'Add a file that ends in .yaml, .yml or .json.',
    })
  }
  if (names.length > mostFiles) {
    const message = `the directory holds ${names.length} pipeline files; at most ${mostFiles} are read`
    return failed({
      code: 'DIRECTORY_TOO_LARGE',
      file: directory,
      message,
      hint: 'Spread them over several collectors.',
    })
  }
  const loaded = names.map((name) => loadFile(join(directory, name)))
  const clashes = findClashes(names.map((name) => join(directory, name)))
  return {
    sources: loaded.flatMap((each) => each.sources).filter(({ file }) => !clashes.has(file)),
    diagnostics: [...loaded.flatMap((each) => each.diagnostics), ...clashes.values()],
  }
}

/** Neither file of a clash is loaded: which one is meant cannot be known. */
function findClashes(files: readonly string[]): ReadonlyMap<string, Diagnostic> {
  const clashes = new Map<string, Diagnostic>()
  const byName = Map.groupBy(files, (file) => basename(file, extname(file)))
  for (const [name, group] of byName) {
    for (const file of group.length > 1 ? group : []) {
      const others = group.filter((other) => other !== file).join(', ')
      const message = `the pipeline name "${name}" is also that of ${others}; none of them is loaded`
      clashes.set(
        file,
        whole({
          code: 'PIPELINE_NAME_DUPLICATE',
          file,
          message,
          hint: 'Rename or remove one of them.',
        }),
      )
    }
  }
  return clashes
}

type FileProblem = Pick<Diagnostic, 'code' | 'file' | 'hint' | 'message'>

function failed(problem: FileProblem): LoadedSources {
  return { sources: [], diagnostics: [whole(problem)] }
}

function whole(problem: FileProblem): Diagnostic {
  return { ...problem, severity: 'error', line: 1, column: 1, path: '' }
}
