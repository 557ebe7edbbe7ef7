import { parseArgs } from 'node:util'
import { size } from '@sluice/plugin/schema'
import type { Collector } from './collectors/collector.ts'
import { peerNames, peerOf } from './peers/index.ts'
import type { Scenario, Size } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'

const usage = `npm run bench -- [SCENARIO…] [--size 200MB] [--seconds 5] [--repeat 3] [--peer NAME[=PROGRAM]…] [--json]
Scenarios (default: all):
${scenarios.map(({ name, description }) => `  ${name.padEnd(20)}${description}`).join('\n')}
Peers: ${peerNames.join(', ')}`

export interface BenchOptions {
  readonly chosen: readonly Scenario[]
  /** What is measured besides Sluice. */
  readonly peers: readonly Collector[]
  readonly size: Size
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
  const repeat = wholeNumber('repeat', values.repeat)
  const seconds = wholeNumber('seconds', values.seconds)
  const isNamed = ({ name, group }: Scenario) =>
    positionals.includes(name) || positionals.includes(group ?? '')
  const unknown = positionals.find(
    (name) => !scenarios.some((one) => one.name === name || one.group === name),
  )
  if (unknown !== undefined) stop(`there is no scenario '${unknown}'\n\n${usage}`)
  const chosen = positionals.length === 0 ? scenarios : scenarios.filter(isNamed)
  const peers = values.peer.map((text) => {
    return peerOf(text) ?? stop(`--peer: there is no module for '${text}'\n\n${usage}`)
  })
  return { chosen, peers, size: { bytes: bytes.data, seconds }, repeat, json: values.json }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1) return number
  return stop(`--${name}: a whole number from 1 on\n\n${usage}`)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        size: { type: 'string', default: '200MB' },
        seconds: { type: 'string', default: '5' },
        repeat: { type: 'string', default: '3' },
        peer: { type: 'string', multiple: true, default: [] },
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
