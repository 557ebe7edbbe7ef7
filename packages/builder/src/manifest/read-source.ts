import { readTextFile } from '@sluice/runtime'
import { fetchManifest } from './fetch-manifest.ts'
import type { Findings, Problem } from './findings.ts'
import { largestFile } from './manifest.ts'
import type { FileSource, Source } from './select-sources.ts'
import { show } from './show.ts'

/** The text of a manifest; undefined when there is none, which is an error unless it is optional. */
export async function readSource(
  source: Source,
  fetchUrl: typeof fetch,
  findings: Findings,
): Promise<string | undefined> {
  const found = source.kind === 'file' ? readFile(source) : await fetchManifest(source, fetchUrl)
  if (found === undefined || typeof found === 'string') return found
  findings.error({ file: source.shown, line: 1, column: 1 }, found)
  return undefined
}

function readFile(source: FileSource): string | Problem | undefined {
  const { shown, path, optional } = source
  const found = readTextFile(path, largestFile)
  if (typeof found === 'string') return found
  if (found.code !== 'FILE_NOT_FOUND') {
    return {
      code: 'MANIFEST_UNREADABLE',
      message: `the manifest ${show(shown)} ${found.message}; expected a text file of at most 1 MiB`,
      hint: 'Correct the file or its permissions.',
    }
  }
  if (optional) return otherExtension(source)
  return {
    code: 'MANIFEST_MISSING',
    message: `the manifest ${show(shown)} does not exist; PLUGINS_CONFIG_FILE names it, so it is expected`,
    hint: `Create it, or correct PLUGINS_CONFIG_FILE: paths are relative to the repository.`,
  }
}

/** A manifest nobody reads would go unnoticed. */
function otherExtension({ shown, path }: FileSource): Problem | undefined {
  const [wrongPath, wrong] = [path, shown].map((name) => name.replace(/\.yml$/, '.yaml'))
  const found = readTextFile(wrongPath!, largestFile)
  if (typeof found !== 'string' && found.code === 'FILE_NOT_FOUND') return undefined
  return {
    code: 'MANIFEST_MISSING',
    message: `found ${show(wrong!)}, which is not read; expected ${show(shown)}`,
    hint: `Rename it: mv ${wrong} ${shown}`,
  }
}
