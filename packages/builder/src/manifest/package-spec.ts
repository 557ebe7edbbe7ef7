import { isAbsolute } from 'node:path'
import parsePackage from 'npm-package-arg'
import type { Place } from '../finding.ts'
import { refuseCredential } from './address-credential.ts'
import type { Problem } from './findings.ts'
import type { PackageSpec } from './manifest.ts'
import { packageLine } from './old-keys.ts'
import { fromRoot } from './select-sources.ts'
import { shorten, show } from './show.ts'

type Parsed = ReturnType<typeof parsePackage>

/** What a package's text is judged by besides itself. */
export interface PackageContext {
  readonly root: string
  /** The folder of the manifest; undefined when it came from a URL. */
  readonly directory: string | undefined
}

const sources: Readonly<Partial<Record<Parsed['type'], PackageSpec['source']>>> = {
  file: 'tarball',
  git: 'git',
  range: 'registry',
  remote: 'tarball',
  tag: 'registry',
  version: 'registry',
}

/** Parses `name@range` as npm does, or says what is wrong with it. */
export function parsePackageSpec(
  text: string,
  place: Place,
  { root, directory }: PackageContext,
): PackageSpec | Problem {
  const credential = refuseCredential('package', text)
  if (credential !== undefined) return credential
  let parsed: Parsed
  try {
    parsed = parsePackage(text.trim(), directory ?? root)
  } catch {
    return invalid(text, 'no valid npm name and range', lineFor(text))
  }
  const { name, type } = parsed
  if (type === 'directory' && /^(?:file:|[./~])/.test(parsed.rawSpec)) {
    return invalid(text, 'a folder', "Write path: with the folder, and package: 'name@range'.")
  }
  const source = sources[type]
  if (name === undefined) return nameless(text, source !== undefined && source !== 'registry')
  if (type === 'alias') {
    return invalid(
      text,
      'an alias',
      `Write the package itself: '${parsed.rawSpec.slice('npm:'.length)}'.`,
    )
  }
  if (source === undefined) return invalid(text, 'no valid npm name and range')
  if (type === 'file' && directory === undefined) {
    return invalid(text, 'a local file in a manifest from a URL', 'Write the URL of the tarball.')
  }
  const range = rangeOf(parsed, root)
  return { name, range, source, floating: isFloating(parsed), place }
}

function rangeOf({ type, name, raw, rawSpec, saveSpec, fetchSpec }: Parsed, root: string): string {
  if (raw === name) return 'latest'
  if (type !== 'file' || saveSpec == null || fetchSpec == null) return rawSpec.trim()
  const path = saveSpec.slice('file:'.length)
  return path.startsWith('~') || isAbsolute(path) ? saveSpec : `file:${fromRoot(root, fetchSpec)}`
}

function isFloating({ type, rawSpec, gitCommittish, gitRange }: Parsed): boolean {
  if (type === 'git') return gitCommittish == null && gitRange == null
  return type === 'tag' || (type === 'range' && /^[*xX]?$/.test(rawSpec.trim()))
}

function nameless(text: string, isAddress: boolean): Problem {
  const address = shorten(text.trim().replace(/^(?=[./~])/, 'file:'))
  const hint = isAddress ? `Write package: 'name@${address}'.` : lineFor(text)
  return invalid(text, 'without the name of a package', hint)
}

/** For a name and a version with a blank between them, as Go writes it. */
function lineFor(text: string): string | undefined {
  const line = /^[^\s@]+\s+(?:latest|v?\d+\.\d+\.\d+)$/.test(text) ? packageLine(text) : undefined
  return line && `Write ${line}.`
}

function invalid(text: string, found: string, hint?: string): Problem {
  return {
    code: 'MANIFEST_PACKAGE',
    message: `package ${show(text)} is ${found}; expected name@range, name@git+https://… or name@https://….tgz`,
    hint: hint ?? "Write package: 'name@^1.0.0'; a plugin inside the package goes into import.",
  }
}
