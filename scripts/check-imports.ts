// Keeps the package graph: who may import whom, and that every imported package is declared.
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { findImports } from './find-imports.ts'
import { root } from './root.ts'
import { isTest, sourceFiles } from './source-files.ts'

/** Our packages by folder, with those of ours that each may import. */
const graph: Readonly<Record<string, { readonly name: string; readonly uses: readonly string[] }>> =
  {
    kernels: { name: '@sluice/kernels', uses: [] },
    plugin: { name: '@sluice/plugin', uses: [] },
    plugins: { name: '@sluice/plugins', uses: ['@sluice/plugin'] },
    runtime: { name: '@sluice/runtime', uses: ['@sluice/kernels', '@sluice/plugin'] },
    testkit: { name: '@sluice/testkit', uses: ['@sluice/plugin', '@sluice/runtime'] },
    builder: { name: '@sluice/builder', uses: ['@sluice/plugin', '@sluice/runtime'] },
    cli: {
      name: 'sluice',
      uses: [
        '@sluice/builder',
        '@sluice/kernels',
        '@sluice/plugin',
        '@sluice/plugins',
        '@sluice/runtime',
        '@sluice/testkit',
      ],
    },
  }
const ours = new Set(Object.values(graph).map(({ name }) => name))

export function checkImports(directory: string): readonly string[] {
  const declared = new Map<string, ReadonlySet<string>>()
  const declaredIn = (folder: string): ReadonlySet<string> => {
    const names = declared.get(folder) ?? readDependencies(join(directory, folder))
    declared.set(folder, names)
    return names
  }
  return sourceFiles(directory).flatMap((path) =>
    findImports(path, readFileSync(join(directory, path), 'utf8')).flatMap(({ target, line }) => {
      const problem = target.startsWith('.')
        ? relativeProblem(path, posix.join(posix.dirname(path), target))
        : packageProblem(path, target, declaredIn)
      return problem === undefined ? [] : [`${path}:${line}: imports '${target}'; ${problem}`]
    }),
  )
}

function relativeProblem(from: string, to: string): string | undefined {
  if (areaOf(from) !== areaOf(to)) return 'use the name of the package, not a path into it'
  const [source, target] = [pluginOf(from), pluginOf(to)]
  if (source === undefined || source === target || target === 'shared') return undefined
  return 'a built-in plugin uses only its own folder and packages/plugins/src/shared'
}

function packageProblem(
  from: string,
  target: string,
  declaredIn: (folder: string) => ReadonlySet<string>,
): string | undefined {
  if (target.startsWith('node:') || target.startsWith('#')) return undefined
  const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/')
  const area = areaOf(from)
  const self = area === '.' ? undefined : graph[posix.basename(area)]
  if (ours.has(name)) {
    if (self === undefined || name === self.name || self.uses.includes(name)) return undefined
    if (isTest(from) && name === '@sluice/testkit') return undefined
    return `${self.name} may import ${self.uses.join(', ') || 'no other package'} of ours`
  }
  if (declaredIn(area).has(name)) return undefined
  const mayUseRoot = isTest(from) || area === '.'
  if (mayUseRoot && declaredIn('.').has(name)) return undefined
  return `declare it in ${posix.join(area, 'package.json')}`
}

/** The package folder of a file, or `.` for what belongs to the repository as a whole. */
function areaOf(path: string): string {
  return /^packages\/[^/]+/.exec(path)?.[0] ?? '.'
}

/** `inputs/file` or `shared` for a file of the built-in plugins, undefined outside their folders. */
function pluginOf(path: string): string | undefined {
  return /^packages\/plugins\/src\/(shared|[^/]+\/[^/]+)\//.exec(path)?.[1]
}

function readDependencies(folder: string): ReadonlySet<string> {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies' | 'peerDependencies' | 'optionalDependencies',
    Record<string, string> | undefined
  >
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest
  return new Set(
    Object.keys({
      ...dependencies,
      ...devDependencies,
      ...peerDependencies,
      ...optionalDependencies,
    }),
  )
}

if (import.meta.main) {
  const problems = checkImports(root)
  if (problems.length > 0) console.log(problems.join('\n'))
  process.exitCode = problems.length === 0 ? 0 : 1
}
