// `npm run check`: every check that needs no test run; `npm run check -- NAME…` runs only those.
import { availableParallelism } from 'node:os'
import { runTool } from './run-tool.ts'

const checks: Readonly<Record<string, readonly [file: string, ...args: string[]]>> = {
  types: ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json'],
  lint: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'],
  format: ['node_modules/oxfmt/bin/oxfmt', '--check'],
  generated: ['scripts/generate.ts', '--check'],
  imports: ['scripts/check-imports.ts'],
  sizes: ['scripts/check-sizes.ts'],
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(checks)
const unknown = chosen.filter((name) => !Object.hasOwn(checks, name))
if (unknown.length > 0) {
  console.error(`No check '${unknown.join("', '")}'; there are: ${Object.keys(checks).join(', ')}.`)
  process.exit(2)
}

const waiting = [...chosen]
const failed: string[] = []
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, runWaiting))
if (failed.length > 0) {
  console.error(
    `\nFailed: ${failed.join(', ')}. \`npm run fix\` repairs format and generated files.`,
  )
  process.exitCode = 1
}

async function runWaiting(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const [file, ...args] = checks[name]!
    const start = performance.now()
    const { ok, output } = await runTool(file, args)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
    if (!ok || name === 'sizes') console.log(output.replaceAll(/^/gm, '  '))
    if (!ok) failed.push(name)
  }
}
