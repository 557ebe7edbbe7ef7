import { globSync } from 'node:fs'
import { sep } from 'node:path'

const folders = '{packages,scripts,test,benchmarks,examples}'
const skipped = new Set(['node_modules', 'dist', 'lib', 'fixtures', 'cases'])

/** Every hand-written TypeScript file below `root`, as sorted paths with forward slashes. */
export function sourceFiles(root: string): readonly string[] {
  return globSync(`${folders}/**/*.ts`, { cwd: root, exclude: (path) => isSkipped(path) })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => !path.endsWith('.gen.ts'))
    .toSorted()
}

/** Tests and what only tests import. */
export function isTest(path: string): boolean {
  return /\.test(-d)?\.ts$/.test(path) || /(^|\/)test(-support)?\//.test(path)
}

function isSkipped(path: string): boolean {
  return path.split(sep).some((part) => skipped.has(part))
}
