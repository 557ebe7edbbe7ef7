// Keeps files short: no TypeScript file over 400 lines, and half of the non-test files under 80.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'
import { isTest, sourceFiles } from './source-files.ts'

const maximumLines = 400
const medianBelow = 80

export interface SizeReport {
  readonly summary: string
  readonly problems: readonly string[]
}

export function checkSizes(directory: string): SizeReport {
  const files = sourceFiles(directory).map((path) => ({
    path,
    lines: readFileSync(join(directory, path), 'utf8').trimEnd().split('\n').length,
  }))
  const problems = files
    .filter(({ lines }) => lines > maximumLines)
    .map(({ path, lines }) => `${path}: ${lines} lines; split it (limit ${maximumLines})`)

  const lengths = files
    .filter(({ path }) => !isTest(path))
    .map(({ lines }) => lines)
    .toSorted((a, b) => a - b)
  const median = lengths[lengths.length >> 1] ?? 0
  if (median >= medianBelow) {
    problems.push(`median of ${median} lines outside tests; it has to stay below ${medianBelow}`)
  }

  const longest = files.toSorted((a, b) => b.lines - a.lines)[0]
  const over300 = files.filter(({ lines }) => lines > 300).length
  const summary =
    `${files.length} files, median ${median} lines outside tests, ${over300} over 300, ` +
    `longest ${longest?.lines ?? 0}${longest ? ` (${longest.path})` : ''}`
  return { summary, problems }
}

if (import.meta.main) {
  const { summary, problems } = checkSizes(root)
  console.log([summary, ...problems].join('\n'))
  process.exitCode = problems.length === 0 ? 0 : 1
}
