import type { Diagnostic } from '../config/index.ts'

/** What an operator reads of an error: a stable code, what happened, and what to do next. */
export interface CollectorProblem {
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/**
 * Why a collector did not start. Its own codes are `CONFIG_REFUSED`, `NOTHING_TO_RUN`, `INPUT_ENDLESS` and
 * `THREAD_FAILED`; those of plugins that could not be loaded are passed on.
 */
export class CollectorError extends Error {
  readonly code: string
  /** What the reader should do next. */
  readonly hint: string | undefined
  /** Everything found in the pipeline files. */
  readonly diagnostics: readonly Diagnostic[]

  constructor({ code, message, hint }: CollectorProblem, diagnostics: readonly Diagnostic[] = []) {
    super(message)
    this.name = 'CollectorError'
    this.code = code
    this.hint = hint
    this.diagnostics = diagnostics
  }
}
