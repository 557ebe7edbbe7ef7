import { parseArgs } from 'node:util'
import { size } from '@sluice/plugin/schema'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

const usage = `npm run bench -- [SCENARIO…] [--size 200MB] [--repeat 3] [--json]
Scenarios (default: all):
${scenarios.map(({ name, description }) => `  ${name.padEnd(16)}${description}`).join('\n')}`

export interface BenchOptions {
  readonly chosen: readonly Scenario[]
  /** Input of each scenario. */
  readonly bytes: number
  /** Measured runs of each scenario. */
  readonly repeat: number
  readonly json: boolean
}

/** Ends the process, saying why, when the command line makes no sense. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parse(args)
  if (values.help) stop(usage, 0)
  const bytes = size().safeParse(values.size)
  if (!bytes.success) stop(`--size: ${bytes.error.issues[0]?.message}\n\n${usage}`)
  const repeat = Number(values.repeat)
  if (!Number.isInteger(repeat) || repeat < 1)
    stop(`--repeat: a whole number from 1 on\n\n${usage}`)
  const unknown = positionals.find((name) => !scenarios.some((one) => one.name === name))
  if (unknown !== undefined) stop(`there is no scenario '${unknown}'\n\n${usage}`)
  const chosen = scenarios.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  )
  return { chosen, bytes: bytes.data, repeat, json: values.json }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        size: { type: 'string', default: '200MB' },
        repeat: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return stop(`${(error as Error).message}\n\n${usage}`)
  }
}

function stop(message: string, status = 2): never {
  console.error(message)
  process.exit(status)
}
