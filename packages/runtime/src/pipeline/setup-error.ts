import type { Diagnostic, PluginPlan } from '../config/index.ts'

/** A plugin's `setup` refused its options, or could not work with them. */
export class SetupError extends Error {
  readonly plan: PluginPlan
  override readonly cause: Error

  constructor(plan: PluginPlan, cause: Error) {
    super(cause.message)
    this.name = 'SetupError'
    this.plan = plan
    this.cause = cause
  }

  /** As a finding in the pipeline's file, at the option a `ConfigError` names or at the plugin. */
  toDiagnostic(file: string): Diagnostic {
    const { plan, cause } = this
    const { path, hint } = cause as Error & { path?: readonly (string | number)[]; hint?: string }
    const place = plan.locate(Array.isArray(path) ? path : [])
    return {
      severity: 'error',
      code: 'PLUGIN_SETUP_FAILED',
      file,
      line: place.line,
      column: place.column,
      path: place.path,
      message: `${plan.type}: ${cause.message}`,
      ...(hint === undefined ? {} : { hint }),
    }
  }
}
