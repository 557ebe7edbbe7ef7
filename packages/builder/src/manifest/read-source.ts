import { fetchManifest } from './fetch-manifest.ts'
import type { Findings, Problem } from './findings.ts'
import { readFileBounded } from './read-bounded.ts'
import type { FileSource, Source } from './select-sources.ts'
import { show } from './show.ts'

/** The text of a manifest; undefined when there is none, which is an error unless it is optional. */
export async function readSource(
  source: Source,
  fetchUrl: typeof fetch,
  findings: Findings,
): Promise<string | undefined> {
  const found = await (source.kind === 'file' ? readFile(source) : fetchManifest(source, fetchUrl))
  if (found === undefined || typeof found === 'string') return found
  findings.error({ file: source.shown, line: 1, column: 1 }, found)
  return undefined
}

async function readFile(source: FileSource): Promise<string | Problem | undefined> {
  const { shown, path, optional } = source
  const found = await readFileBounded(path)
  if (typeof found === 'string') return found
  if (found.missing !== true) {
    return {
      code: 'MANIFEST_UNREADABLE',
      message: `the manifest ${show(shown)} ${found.reason}; expected a text file of at most 1 MiB`,
      hint: 'Correct the file or its permissions.',
    }
  }
  if (optional) return await otherExtension(source)
  return {
    code: 'MANIFEST_MISSING',
    message: `the manifest ${show(shown)} does not exist; PLUGINS_CONFIG_FILE names it, so it is expected`,
    hint: `Create it, or correct PLUGINS_CONFIG_FILE: paths are relative to the repository.`,
  }
}

/** A manifest nobody reads would go unnoticed. */
async function otherExtension({ shown, path }: FileSource): Promise<Problem | undefined> {
  const [wrongPath, wrong] = [path, shown].map((name) => name.replace(/\.yml$/, '.yaml'))
  const found = await readFileBounded(wrongPath!)
  if (typeof found !== 'string' && found.missing === true) return undefined
  return {
    code: 'MANIFEST_MISSING',
    message: `found ${show(wrong!)}, which is not read; expected ${show(shown)}`,
    hint: `Rename it: mv ${wrong} ${shown}`,
  }
}
