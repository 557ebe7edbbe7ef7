/** Anything a plugin wants the operator to read: a stable code, one sentence and, if there is one, the next step. */
export interface PluginErrorOptions {
  /** Upper snake case, never reused for another meaning. */
  readonly code: string
  readonly message: string
  /** What the reader should do next. */
  readonly hint?: string
  readonly cause?: unknown
}

/** Base of the errors below. Recognised by its `code`, never by `instanceof`: a plugin may carry its own copy. */
export class PluginError extends Error {
  readonly code: string
  readonly hint: string | undefined

  constructor({ code, message, hint, cause }: PluginErrorOptions) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'PluginError'
    this.code = code
    this.hint = hint
  }
}

/**
 * Thrown by `setup` when an option is well-formed but wrong in a way the schema cannot express. The engine reports it
 * with the file, line and column of `path`.
 */
export class ConfigError extends PluginError {
  /** Path of the option inside the plugin's own options, such as `['Keys', 2]`. */
  readonly path: readonly (string | number)[]

  constructor(path: readonly (string | number)[], message: string, hint?: string) {
    super({ code: 'CONFIG_OPTION_INVALID', message, ...(hint === undefined ? {} : { hint }) })
    this.name = 'ConfigError'
    this.path = path
  }
}

/**
 * Thrown by a flusher when its destination is gone for good, such as a pipe whose reader has left. The pipeline is stopped
 * and reported as failed; what it has not delivered stays unacknowledged.
 */
export class DestinationClosedError extends PluginError {
  constructor(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super({ code: 'DESTINATION_CLOSED', message, ...options })
    this.name = 'DestinationClosedError'
  }
}

/**
 * Thrown by a flusher when trying again cannot help: the destination has looked at the data and refused it. The engine
 * then isolates the refused events by halving the batch and treats them as `OnError` says. Any other error thrown by a
 * flusher is retried with back-off until the pipeline stops.
 */
export class PermanentError extends PluginError {
  constructor(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super({ code: 'DELIVERY_PERMANENT', message, ...options })
    this.name = 'PermanentError'
  }
}
