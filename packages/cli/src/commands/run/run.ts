import { isatty } from 'node:tty'
import {
  Collector,
  CollectorError,
  createLogger,
  type LogFormat,
  type LogLevel,
} from '@sluice/runtime'
import { CaughtUpHint } from './caught-up-hint.ts'
import { EXIT_FAILURE } from '../../host/exit-code.ts'
import { dataThreadModule } from '../../host/host-files.ts'
import { ProfileReports } from './profile-reports.ts'
import { reportDiagnostics } from './report-diagnostics.ts'
import { StopSignals } from './stop-signals.ts'
import { UsageError } from '../../host/usage-error.ts'

const STDERR = 2

export interface RunOptions {
  readonly once?: boolean
  readonly for?: string
  readonly dataDir: string
  readonly plugin: readonly string[]
  readonly threads: number
  readonly profile?: string | true
  readonly strict?: boolean
  readonly logLevel: LogLevel
  readonly logFormat?: LogFormat
}

/** Runs pipelines until they end, the time is up or a signal stops them. */
export async function run(path: string, options: RunOptions): Promise<number> {
  const { once = false, strict = false, dataDir, plugin: plugins, threads } = options
  const { logLevel: level, logFormat: format = isatty(STDERR) ? 'text' : 'json' } = options
  const logger = createLogger({ level, format })
  const hint = new CaughtUpHint(format, logger)
  const profiles = new ProfileReports(format, logger)
  const collector = new Collector({
    path,
    dataDir,
    thread: dataThreadModule(),
    plugins,
    threads,
    once,
    strict,
    log: { level, format },
    ...(options.for === undefined ? {} : { runForMs: await runTime(options.for) }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    onProfile: (report) => profiles.show(report),
    ...(once ? {} : { onCaughtUp: (report) => hint.show(report) }),
  })
  using signals = new StopSignals(logger)
  try {
    reportDiagnostics(await collector.start(), format, logger)
  } catch (error) {
    if (error instanceof CollectorError) reportDiagnostics(error.diagnostics, format, logger)
    throw error
  }
  signals.running = collector
  const { clean } = await collector.ended
  if (collector.hasSilentThread) {
    logger.error(
      'a data thread is stuck in native code and cannot be ended; the process ends itself',
    )
    process.kill(process.pid, 'SIGKILL')
  }
  return clean && !profiles.haveFailed ? 0 : EXIT_FAILURE
}

async function runTime(text: string): Promise<number> {
  // Not at the top: the schema library comes with it.
  const { parseDuration } = await import('@sluice/plugin/schema')
  const hint = "Write it like --for 10s, '500ms' or '1m30s'."
  try {
    const milliseconds = parseDuration(text)
    if (milliseconds > 0) return milliseconds
  } catch (error) {
    throw new UsageError(`--for: ${(error as Error).message}`, hint)
  }
  throw new UsageError(`--for: ${text} is no time at all`, hint)
}
