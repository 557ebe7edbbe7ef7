import { EXIT_CONFIGURATION, EXIT_FAILURE } from './exit-code.ts'

/** Errors with one of these codes are not the configuration's fault. */
const FAILURES = /^(THREAD_FAILED|STORE_|DATA_DIR_)/

/** An error the operator is to read, recognised by its code: what is said of it and what the command exits with. */
export interface Problem {
  readonly text: string
  readonly exitCode: number
}

/** `undefined` for an error that nobody has foreseen. */
export function describeError(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, hint, message } = error as Error & {
    readonly code?: unknown
    readonly hint?: unknown
  }
  // Errors of the system have a code too, but no next step.
  if (typeof code !== 'string' || !('hint' in error)) return undefined
  const next = typeof hint === 'string' ? `  ${hint}\n` : ''
  return {
    text: `sluice: ${code}: ${message}\n${next}`,
    exitCode: FAILURES.test(code) ? EXIT_FAILURE : EXIT_CONFIGURATION,
  }
}
