import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const parts = ['package.json', 'tsconfig.json', 'tsconfig.lib.json', 'packages', 'scripts']
const made = new Set(['node_modules', 'dist', 'lib'])

/**
 * Copies what a build needs of the repository at `root` to `copy`. Its node_modules are links: our own packages to the
 * copy, everything else to the repository's.
 */
export function copyWorkspace(root: string, copy: string): void {
  for (const part of parts) {
    cpSync(join(root, part), join(copy, part), {
      recursive: true,
      filter: (path) => !isMade(relative(root, path)),
    })
  }
  linkModules(join(root, 'node_modules'), join(copy, 'node_modules'), root, copy)
  for (const name of readdirSync(join(root, 'packages'))) {
    const nested = join(root, 'packages', name, 'node_modules')
    if (existsSync(nested)) symlinkSync(nested, join(copy, 'packages', name, 'node_modules'))
  }
}

/** `packages/NAME/lib` and the like; a folder of that name inside `src` is somebody's source. */
function isMade(path: string): boolean {
  const [first, , third, ...rest] = path.split(sep)
  if (rest.includes('node_modules')) return true
  return first === 'packages' && third !== undefined && made.has(third)
}

function linkModules(from: string, to: string, root: string, copy: string): void {
  mkdirSync(to, { recursive: true })
  for (const { name } of readdirSync(from, { withFileTypes: true })) {
    if (name.startsWith('.')) continue
    const [source, target] = [join(from, name), join(to, name)]
    if (name.startsWith('@')) {
      linkModules(source, target, root, copy)
      continue
    }
    const inRepository = relative(root, realpathSync(source))
    symlinkSync(inRepository.startsWith('packages') ? join(copy, inRepository) : source, target)
  }
}
