// `npm run bench`: what the built command costs in CPU time and memory; README.md says how it is measured.
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sluice } from './collectors/sluice.ts'
import type { Measurement } from './measure/measurement.ts'
import { readOptions } from './options.ts'
import { jsonReport, type Result, textReport } from './report.ts'
import type { Scenario, Task } from './scenario.ts'

interface Contest extends Result {
  readonly task: Task
  readonly runs: Measurement[]
  failure?: Error
}

const { chosen, peers, size, repeat, json } = readOptions(process.argv.slice(2))
const directory = mkdtempSync(join(tmpdir(), 'sluice-bench-'))
try {
  const contests = chosen.flatMap(prepare)
  // Round by round, so that what else happens on the machine meets all alike.
  for (let round = 0; round <= repeat; round++) {
    for (const contest of contests) {
      if (contest.failure === undefined) await runOnce(contest, round)
    }
  }
  const complete = contests.filter(({ failure }) => failure === undefined)
  console.log(json ? jsonReport(complete) : textReport(complete))
  for (const { scenario, collector, failure } of contests) {
    if (failure === undefined) continue
    console.error(`\nFAILED: ${scenario} with ${collector}: ${failure.message}`)
    process.exitCode = 1
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** Ours first, then the peers that can do it, all over the same input. */
function prepare(scenario: Scenario): readonly Contest[] {
  const { name } = scenario
  console.error(`preparing ${name}`)
  const shared = join(directory, name)
  mkdirSync(shared)
  const { data, taskFor } = scenario.prepare(shared, size)
  return [sluice, ...peers].flatMap((collector) => {
    const own = join(shared, collector.name)
    mkdirSync(own)
    const task = taskFor(collector, own)
    return task ? [{ scenario: name, collector: collector.name, data, task, runs: [] }] : []
  })
}

/** The first round warms up: it fills the page cache and caches of compiled code, and does not count. */
async function runOnce(contest: Contest, round: number): Promise<void> {
  const { scenario, collector, task, runs } = contest
  console.error(`${scenario} ${collector} ${round === 0 ? 'warm-up' : `${round} of ${repeat}`}`)
  try {
    if (round === 0) await task.checkOnce?.()
    await settle(contest)
    const run = await task.run()
    if (round > 0) runs.push(run)
  } catch (error) {
    // The others go on: hours of measuring are not for nothing.
    contest.failure = error as Error
    console.error('failed')
  }
}

/**
 * Lets the machine end what it still does for the run before: write back its output, collect our garbage. And has it
 * read the input, which it may have put away meanwhile: the first to read would pay for all.
 */
async function settle({ scenario }: Contest): Promise<void> {
  execFileSync('sync')
  const folder = join(directory, scenario)
  const inputs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { name } of inputs) execFileSync('cat', [join(folder, name)], { stdio: 'ignore' })
  await sleep(1000)
}
