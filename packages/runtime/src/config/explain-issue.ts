import type { StandardSchemaV1 } from '@standard-schema/spec'
import { type ConfigNode, locate, type MapNode } from './config-node.ts'
import type { DefinitionView } from './definition-view.ts'
import { describeKind, describeNode } from './describe-node.ts'
import { describeSchema } from './describe-schema.ts'
import { didYouMean, nearest } from './nearest.ts'
import type { OptionSchema } from './option-schema.ts'
import { formatPath, type Path } from './path.ts'
import { quote } from './quote.ts'
import type { Problem, Reporter } from './reporter.ts'
import type { Secrets } from './secrets.ts'
import { typeScalar } from './type-scalar.ts'

/** What is known of the plugin entry whose options are being checked. */
export interface OptionsContext {
  readonly definition: DefinitionView
  readonly schema: OptionSchema
  /** Path of the options in the file. */
  readonly path: Path
  /** Offset of the entry's `Type`. */
  readonly at: number
  readonly reporter: Reporter
  readonly secrets: Secrets
}

/** The steps of an issue's path, which libraries write in several forms. */
export function pathOf(issue: StandardSchemaV1.Issue): Path {
  return (issue.path ?? []).map((segment) => {
    const key = typeof segment === 'object' ? segment.key : segment
    return typeof key === 'number' ? key : String(key)
  })
}

/**
 * Turns an issue of a plugin's schema into a problem with a place: the value's, or, for what is missing, that of the
 * nearest thing around it. Undefined when the value is a secret reference that has already been reported.
 */
export function explainIssue(
  issue: StandardSchemaV1.Issue,
  options: MapNode,
  context: OptionsContext,
): Problem | undefined {
  const steps = pathOf(issue)
  const located = locate(options, steps)
  const { deepest } = located
  if (deepest.kind === 'scalar' && deepest.origin === 'unresolved') return undefined
  const schema = schemaAt(context.schema, steps)
  const path = [...context.path, ...steps]
  const name = nameOf(steps, context.definition)
  if (located.node === undefined && isRequired(context.schema, steps)) {
    const expected = describeSchema(schema)
    const message = `${name} is missing${expected === undefined ? '' : `; expected ${expected}`}`
    const at = located.at ?? context.at
    return {
      code: 'OPTION_MISSING',
      at,
      path,
      message,
      hint: `Add ${formatPath(steps.slice(-1))} to this entry.`,
    }
  }
  const at = steps.length === 0 ? context.at : (located.node?.at ?? located.at ?? context.at)
  const explained = explainValue(issue.message, located.node ?? deepest, schema, context.secrets)
  return { at, path, ...explained, message: `${name} ${explained.message}` }
}

/** Whether the value has one of the types its schema names. */
export function fitsType(node: ConfigNode, schema: OptionSchema): boolean {
  const { types } = schema
  if (types === undefined) return true
  if (node.kind === 'list') return types.has('array')
  if (node.kind === 'map') return types.has('object')
  const { value } = node
  if (value === null) return types.has('null')
  if (typeof value === 'number')
    return types.has('number') || (Number.isInteger(value) && types.has('integer'))
  return types.has(typeof value === 'string' ? 'string' : 'boolean')
}

/** What the schema says of the value at the end of a path. */
export function schemaAt(schema: OptionSchema, path: Path): OptionSchema {
  return path.reduce<OptionSchema>((at, step) => at.child(step), schema)
}

function explainValue(
  reason: string,
  node: ConfigNode,
  schema: OptionSchema,
  secrets: Secrets,
): Pick<Problem, 'code' | 'hint' | 'message'> {
  const expected = describeSchema(schema)
  const found = schema.confidential ? describeKind(node) : describeNode(node)
  if (!fitsType(node, schema)) {
    const message = `must be ${expected ?? 'of another type'}; found ${found}`
    return { code: 'OPTION_TYPE_WRONG', message, hint: hintForType(node, schema) }
  }
  const { values } = schema
  if (node.kind === 'scalar' && values !== undefined && !values.includes(node.value)) {
    const choices = values.filter((value) => typeof value === 'string')
    const suggestions = node.origin === 'text' ? nearest(String(node.value), choices) : []
    const message = `must be ${expected ?? 'one of the known values'}; found ${found}`
    return { code: 'OPTION_INVALID', message, hint: didYouMean(suggestions) }
  }
  if (schema.confidential || (node.kind === 'scalar' && node.origin === 'secret')) {
    const message = `is not accepted${expected === undefined ? '' : `; expected ${expected}`}; found ${found}`
    return { code: 'OPTION_INVALID', message, hint: undefined }
  }
  const why = secrets.redact(reason).replace(/\s+/g, ' ').replace(/\.$/, '')
  const shown = node.kind === 'scalar' ? `; found ${found}` : ''
  return { code: 'OPTION_INVALID', message: `is not accepted: ${why}${shown}`, hint: undefined }
}

function hintForType(node: ConfigNode, schema: OptionSchema): string | undefined {
  if (node.kind !== 'scalar') return undefined
  const { value } = node
  if (value === null) return 'Give the key a value, or remove it.'
  if (typeof value !== 'string') {
    if (schema.types?.has('string') === true) return 'Put it in quotes.'
  } else if (node.origin === 'text' && typeof typeScalar(value) !== 'string') {
    if (fitsType({ ...node, value: typeScalar(value) }, schema)) return 'Remove the quotes.'
  }
  return schema.types?.has('array') === true
    ? 'Write it as a list, in [ ] or with a dash before each item.'
    : undefined
}

function isRequired(schema: OptionSchema, steps: Path): boolean {
  const last = steps.at(-1)
  return typeof last === 'string' && schemaAt(schema, steps.slice(0, -1)).requires(last)
}

function nameOf(steps: Path, { type }: DefinitionView): string {
  if (steps.length === 0) return `the combination of options of ${type}`
  return `option ${quote(formatPath(steps))} of ${type}`
}
