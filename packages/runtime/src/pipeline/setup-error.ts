import type { Diagnostic, PluginPlan } from '../config/index.ts'

/** A plugin's `setup` refused its options, or could not work with them. */
export class SetupError extends Error {
  readonly plan: PluginPlan
  override readonly cause: Error
  /** What the reader should do next. */
  readonly hint: string | undefined

  constructor(plan: PluginPlan, cause: Error) {
    super(`${plan.type}: ${cause.message}`)
    this.name = 'SetupError'
    this.plan = plan
    this.cause = cause
    this.hint = (cause as { readonly hint?: string }).hint
  }

  /** As a finding in the pipeline's file, at the option a `ConfigError` names or at the plugin. */
  toDiagnostic(file: string): Diagnostic {
    const { plan, cause, message, hint } = this
    const { path } = cause as { readonly path?: readonly (string | number)[] }
    const place = plan.locate(Array.isArray(path) ? path : [])
    return {
      severity: 'error',
      code: 'PLUGIN_SETUP_FAILED',
      file,
      line: place.line,
      column: place.column,
      path: place.path,
      message,
      ...(hint === undefined ? {} : { hint }),
    }
  }
}
