import { type Diagnostic, formatDiagnostic, type LogFormat } from '@sluice/runtime'
import type { Logger } from '@sluice/plugin'

/** Tells on standard error what was found in the pipeline files: as text, or as records of a log that is JSON. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: LogFormat,
  logger: Logger,
): void {
  for (const diagnostic of diagnostics) {
    if (format === 'text') {
      process.stderr.write(`${formatDiagnostic(diagnostic)}\n`)
      continue
    }
    const { severity, message: finding, ...fields } = diagnostic
    const record = { ...fields, finding }
    if (severity === 'error') logger.error(record, 'the configuration has an error')
    else logger.warn(record, 'the configuration looks wrong')
  }
}
