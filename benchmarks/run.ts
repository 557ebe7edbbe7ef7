// `npm run bench`: what the built command costs in CPU time and memory; README.md says how it is measured.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Measurement, measureCommand } from './measure-command.ts'
import { readOptions } from './options.ts'
import { jsonReport, type Result, textReport } from './report.ts'

const { chosen, bytes, repeat, json } = readOptions(process.argv.slice(2))
const directory = mkdtempSync(join(tmpdir(), 'sluice-bench-'))
try {
  const prepared = chosen.map((scenario) => {
    console.error(`preparing ${scenario.name}`)
    const own = join(directory, scenario.name)
    mkdirSync(own)
    return { scenario, task: scenario.prepare(own, bytes), runs: [] as Measurement[] }
  })
  // Round by round, so that what else happens on the machine meets all scenarios alike.
  for (let round = 0; round <= repeat; round++) {
    for (const { scenario, task, runs } of prepared) {
      console.error(`${scenario.name} ${round === 0 ? 'warm-up' : `${round} of ${repeat}`}`)
      const run = await measureCommand(task.command, task.args)
      await task.finish()
      if (round > 0) runs.push(run)
    }
  }
  const results: readonly Result[] = prepared
  console.log(json ? jsonReport(results) : textReport(results))
} finally {
  rmSync(directory, { recursive: true, force: true })
}
