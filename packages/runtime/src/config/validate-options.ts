import type { StandardSchemaV1 } from '@standard-schema/spec'
import { locate, type MapNode, toValue, withoutEntry } from './config-node.ts'
import { explainIssue, fitsType, type OptionsContext, pathOf, schemaAt } from './explain-issue.ts'
import { formatPath, type Path } from './path.ts'

const mostIssues = 50

/** Options the plugin's schema accepts. */
export interface ValidOptions {
  /** The tree that was accepted: for a native plugin perhaps without options that fell back to their defaults. */
  readonly options: MapNode
  readonly parsed: unknown
}

/**
 * Lets the plugin's schema judge the options; undefined, after reporting, when it refuses them. An optional option of a
 * native plugin that has the wrong type is left out with a warning, as the original did.
 */
export async function validateOptions(
  options: MapNode,
  context: OptionsContext,
): Promise<ValidOptions | undefined> {
  let current = options
  for (;;) {
    const result = await validate(current, context)
    if (result === undefined) return undefined
    if (result.issues === undefined) return { options: current, parsed: result.value }
    const lenient = context.definition.compat === 'native' && result.issues.length <= mostIssues
    const reduced = lenient ? leaveOutWrongTypes(result.issues, current, context) : current
    if (reduced === current) {
      reportIssues(result.issues, current, context)
      return undefined
    }
    current = reduced
  }
}

async function validate(
  options: MapNode,
  { definition, secrets, reporter, path, at }: OptionsContext,
): Promise<StandardSchemaV1.Result<unknown> | undefined> {
  try {
    return await definition.config['~standard'].validate(toValue(options))
  } catch (error) {
    const reason = secrets
      .redact(error instanceof Error ? error.message : String(error))
      .replace(/\s+/g, ' ')
    const message = `the config schema of ${definition.type} failed: ${reason}`
    reporter.error({
      code: 'PLUGIN_SCHEMA_BROKEN',
      at,
      path,
      message,
      hint: 'This is a fault of the plugin.',
    })
    return undefined
  }
}

function leaveOutWrongTypes(
  issues: readonly StandardSchemaV1.Issue[],
  options: MapNode,
  context: OptionsContext,
): MapNode {
  let current = options
  for (const issue of issues) {
    const steps = pathOf(issue)
    const optional = optionalPart(steps, options, context)
    if (optional === undefined || locate(current, optional).node === undefined) continue
    const problem = explainIssue(issue, options, context)
    if (problem === undefined) continue
    const name = formatPath(optional)
    const message = `${problem.message}; the default of ${name} is used`
    context.reporter.warning({ ...problem, code: 'OPTION_DEFAULTED', message })
    current = withoutEntry(current, optional)
  }
  return current
}

/** The option around a wrongly typed value that can be left out: the value itself, or what holds it. */
function optionalPart(steps: Path, options: MapNode, { schema }: OptionsContext): Path | undefined {
  const { node } = locate(options, steps)
  if (node === undefined || fitsType(node, schemaAt(schema, steps))) return undefined
  // A wrong item makes the list or map that holds it wrong, which is as far as the original looked.
  const end = steps.findLastIndex((step, index) => {
    return typeof step === 'string' && schemaAt(schema, steps.slice(0, index)).names.includes(step)
  })
  const name = steps[end]
  if (name === undefined) return undefined
  const required = schemaAt(schema, steps.slice(0, end)).requires(String(name))
  return required ? undefined : steps.slice(0, end + 1)
}

function reportIssues(
  issues: readonly StandardSchemaV1.Issue[],
  options: MapNode,
  context: OptionsContext,
): void {
  const seen = new Set<string>()
  for (const issue of issues.slice(0, mostIssues)) {
    const problem = explainIssue(issue, options, context)
    const key = `${problem?.at} ${problem?.message}`
    if (problem === undefined || seen.has(key)) continue
    seen.add(key)
    context.reporter.error(problem)
  }
  if (issues.length > mostIssues) {
    const { definition, reporter, at, path } = context
    const message = `${issues.length - mostIssues} more faults in the options of ${definition.type}`
    reporter.error({ code: 'OPTION_INVALID', at, path, message, hint: 'Mend those shown first.' })
  }
}
