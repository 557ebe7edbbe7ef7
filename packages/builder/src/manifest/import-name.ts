import parsePackage from 'npm-package-arg'
import type { Problem } from './findings.ts'
import { show } from './show.ts'

const longestName = 214
const form = /^((?:@[^/@\s]+\/)?[^/@\s]+)((?:\/[^/\\\s@?#%:*]+)*)$/

/** The package that an import begins with; undefined when it is no import of a package. */
export function packageNameOf(text: string): string | undefined {
  const [, name, subpath = ''] = form.exec(text) ?? []
  if (name === undefined || name.length > longestName) return undefined
  if (subpath.split('/').some((segment) => segment === '.' || segment === '..')) return undefined
  try {
    const parsed = parsePackage(name)
    return parsed.name === name && parsed.type === 'range' ? name : undefined
  } catch {
    return undefined
  }
}

/** What is wrong with an import, given the package it has to be of when the entry names one. */
export function checkImport(text: string, name: string | undefined): Problem | undefined {
  const found = packageNameOf(text)
  if (found !== undefined && (name === undefined || name === found)) return undefined
  const code = 'MANIFEST_IMPORT'
  if (name === undefined) {
    return {
      code,
      message: `import ${show(text)} is no module of a package; expected the name of a package, with a subpath for one plugin inside`,
      hint: "Write import: '@my-space/my-plugins/my_plugin'; versions go into package, folders into path.",
    }
  }
  return {
    code,
    message: `import ${show(text)} is not of the package ${show(name)}; expected ${show(name)} or a subpath of it`,
    hint: `Write import: '${name}', or '${name}/my_plugin' for one plugin inside it.`,
  }
}
