import type { Problem } from './findings.ts'
import { packageNameOf } from './import-name.ts'
import type { MapEntry } from './node.ts'
import { shorten } from './show.ts'

const goVersion = /^v?(\d+\.\d+\.\d+)(?:\+incompatible)?$/

/** Keys of an entry in the manifests of the original. `gomod` becomes the lines to write. */
export function explainOldEntryKey(entries: readonly MapEntry[]) {
  return ({ key, value }: MapEntry): Problem | undefined => {
    if (key !== 'gomod') return undefined
    const gomod = value.kind === 'text' ? value.text.slice(0, 500) : ''
    const imported = entries.find((entry) => entry.key === 'import')?.value
    const lines = linesFor(gomod, imported?.kind === 'text' ? imported.text.slice(0, 500) : '')
    return {
      code: 'MANIFEST_KEY_OLD',
      message: `the entry has the key "gomod"${gomod && `, for ${shorten(gomod)}`}; expected "package" with an npm package`,
      hint: `Write ${lines ?? "package: 'name@range'"} (the name in the package.json of that package).`,
    }
  }
}

/** Keys of `project` in the manifests of the original. */
export function explainOldProjectKey({ key, value }: MapEntry): Problem | undefined {
  const replaced = Object.hasOwn(projectKeys, key) ? projectKeys[key] : undefined
  if (replaced === undefined) return undefined
  const first = value.kind === 'list' ? value.items[0] : undefined
  const line = key === 'replaces' && first?.kind === 'text' ? overrideFor(first.text) : undefined
  return {
    code: 'MANIFEST_KEY_OLD',
    message: `project has the key "${key}"; expected ${replaced.expected}`,
    hint: `Write ${line ?? replaced.write}`,
  }
}

interface Replacement {
  readonly expected: string
  readonly write: string
}

const projectKeys: Readonly<Record<string, Replacement>> = {
  replaces: {
    expected: '"overrides", a map from package to version, or "path" in the entry of the plugin',
    write: "overrides: {'package': 'version'}, or path: ../folder in the entry.",
  },
  go_envs: {
    expected: '"npm_config", a map of npm settings',
    write: "npm_config: {'@my-space:registry': 'https://registry.example'} for a private registry.",
  },
  git_configs: {
    expected: '"git_config", a map of git settings',
    write: 'git_config: with the same map below it, tokens as ${env:NAME}.',
  },
}

function linesFor(gomod: string, imported: string): string | undefined {
  const line = packageLine(gomod)
  const [path = ''] = gomod.trim().split(/\s+/)
  if (line === undefined || !imported.startsWith(`${path}/`)) return line
  const [subpath = ''] = /^[\w./-]+/.exec(imported.slice(path.length)) ?? []
  return `${line} and import: '${npmName(path)}${subpath}'`
}

/** The line to write for `host/space/module version`. */
export function packageLine(text: string): string | undefined {
  const [path = '', version = 'latest'] = text.trim().split(/\s+/)
  const name = npmName(path)
  return name && `package: '${name}@${goVersion.exec(version)?.[1] ?? 'latest'}'`
}

/** `a/b => c/d v1.0.0` or `a/b => ../folder`. */
function overrideFor(replace: string): string | undefined {
  const [, from = '', to = '', version] =
    /^(\S+)(?: \S+)? => (\S+)(?: (\S+))?$/.exec(replace.slice(0, 500)) ?? []
  if (/^\.{0,2}\//.test(to)) return `path: '${shorten(to)}' in the entry of that package.`
  const number = goVersion.exec(version ?? '')?.[1]
  const [name, other] = [npmName(from), npmName(to)]
  if (name === undefined || other === undefined || number === undefined) return undefined
  return `overrides: {'${name}': '${name === other ? number : `npm:${other}@${number}`}'}`
}

/** The usual npm name for a Go module: `host/space/module` becomes `@space/module`. */
function npmName(modulePath: string): string | undefined {
  const segments = modulePath.split('/').filter((segment) => !/^v\d+$/.test(segment))
  const own = segments[0]?.includes('.') === true ? segments.slice(1) : segments
  const [module = '', space] = own.slice(-2).toReversed()
  const name = (space === undefined ? module : `@${space.replace('@', '')}/${module}`).toLowerCase()
  return packageNameOf(name) === name ? name : undefined
}
