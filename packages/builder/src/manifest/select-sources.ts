import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import type { Findings } from './findings.ts'
import { show } from './show.ts'

/** A manifest to read. */
export type Source = FileSource | UrlSource

export interface FileSource {
  readonly kind: 'file'
  /** What messages call it. */
  readonly shown: string
  readonly path: string
  /** What relative paths in it start from. */
  readonly directory: string
  /** Whether it is read by default, and so may be absent. */
  readonly optional: boolean
}

export interface UrlSource {
  readonly kind: 'url'
  /** Without user, password and query, which may be credentials. */
  readonly shown: string
  readonly url: URL
}

const mostSources = 32
const hint = 'Write PLUGINS_CONFIG_FILE=first.yml,https://host/second.yml, off, or unset it.'

/** The manifests that the value of PLUGINS_CONFIG_FILE names, each once. */
export function selectSources(
  root: string,
  selection: string | undefined,
  findings: Findings,
): readonly Source[] {
  if (selection === undefined) {
    return ['plugins.yml', 'external_plugins.yml'].map((name) => fileSource(root, name, true))
  }
  const items = selection.split(',').map((item) => item.trim())
  const refuse = (message: string) =>
    findings.error(undefined, { code: 'MANIFEST_SELECTION', message, hint })
  if (items.length > mostSources) {
    refuse(`PLUGINS_CONFIG_FILE names ${items.length} manifests; at most ${mostSources} are read`)
    return []
  }
  const sources = new Map<string, Source>()
  for (const [index, item] of items.entries()) {
    const expected = 'expected the path or URL of a manifest'
    const source = item === '' ? undefined : sourceOf(root, item)
    if (item === '') refuse(`item ${index + 1} of PLUGINS_CONFIG_FILE is empty; ${expected}`)
    else if (source === undefined) refuse(`${show(item)} is not a valid URL; ${expected}`)
    else if (sources.has(keyOf(source))) refuse(`PLUGINS_CONFIG_FILE names ${show(item)} twice`)
    else sources.set(keyOf(source), source)
  }
  return [...sources.values()]
}

function sourceOf(root: string, item: string): Source | undefined {
  if (!/^https?:/i.test(item)) return fileSource(root, item, false)
  const url = URL.parse(item)
  return url === null ? undefined : { kind: 'url', shown: `${url.origin}${url.pathname}`, url }
}

function fileSource(root: string, name: string, optional: boolean): FileSource {
  const path = resolve(root, name)
  return { kind: 'file', shown: fromRoot(root, path), path, directory: dirname(path), optional }
}

/** The path relative to the repository with forward slashes, or as it is when that is impossible. */
export function fromRoot(root: string, path: string): string {
  const shortened = relative(root, path)
  return isAbsolute(shortened) ? path : shortened.replaceAll(sep, '/')
}

function keyOf(source: Source): string {
  return source.kind === 'file' ? source.path : source.url.href
}
