// `npm run fix`: regenerates, repairs what lint can repair, formats; each step runs whatever the others do.
import { runTool } from './run-tool.ts'

const steps = [
  ['scripts/generate.ts'],
  ['node_modules/oxlint/bin/oxlint', '--fix', '--deny-warnings'],
  ['node_modules/oxfmt/bin/oxfmt'],
] as const

for (const [file, ...args] of steps) {
  const { ok, output } = await runTool(file, args)
  if (output) console.log(output)
  if (!ok) process.exitCode = 1
}
