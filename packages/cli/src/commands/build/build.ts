import {
  build,
  type BuildReport,
  BuildRefused,
  formatFinding,
  redact,
  type TargetOs,
} from '@sluice/builder'
import { EXIT_CONFIGURATION } from '../../host/exit-code.ts'
import { coreDirectory } from '../../host/host-files.ts'
import { handOver } from './hand-over.ts'
import { Steps } from './steps.ts'
import { summary } from './summary.ts'

export interface BuildCommandOptions {
  readonly out: string
  readonly os?: TargetOs
  readonly debug?: boolean
  /** `true` for all. */
  readonly update?: true | readonly string[]
  readonly frozen?: boolean
  readonly withNode?: boolean
}

/** Builds the distribution of the working directory. */
export async function buildDistribution(options: BuildCommandOptions): Promise<number> {
  const { out, os, debug = false, update = false, frozen = false, withNode = false } = options
  const steps = new Steps()
  try {
    const result = await build({
      root: process.cwd(),
      core: coreDirectory(),
      out,
      ...(os === undefined ? {} : { os }),
      debug,
      update,
      frozen,
      withNode,
      env: process.env,
      progress: (step) => steps.begin(step),
    })
    steps.end()
    if ('sha256' in result) {
      show(result, steps.seconds)
      return 0
    }
    for (const change of result.changes) process.stderr.write(`  ${change}\n`)
    const code = await handOver(result.core, options)
    if (code !== 0) await result.undo()
    return code
  } catch (error) {
    steps.end()
    if (!(error instanceof BuildRefused)) throw error
    for (const finding of error.findings) writeError(formatFinding(finding))
    return EXIT_CONFIGURATION
  }
}

function show(report: BuildReport, seconds: number): void {
  for (const warning of report.warnings) writeError(formatFinding(warning))
  process.stdout.write(redact(summary(report, seconds), []))
}

function writeError(text: string): void {
  process.stderr.write(`${redact(text, [])}\n`)
}
