import type { DefinitionView } from '../definition-view.ts'
import { isSchema, type JsonSchema, OptionSchema } from '../option-schema.ts'
import { acceptSpellings } from './accept-spellings.ts'
import { acceptReference } from './secret-reference.ts'
import { withMarkdown } from './with-markdown.ts'

/** The schema of a plugin that is to become part of a larger one. */
export interface Adaptation {
  /** The plugin's own, to whose root its references go. */
  readonly root: JsonSchema
  /** Where the root will be, such as `#/$defs/processor_x`. */
  readonly pointer: string
  readonly compat: DefinitionView['compat']
}

/** Keywords that give a schema an address or a language of its own, which it cannot have inside another one. */
const identity = new Set([
  '$anchor',
  '$dynamicAnchor',
  '$dynamicRef',
  '$id',
  '$schema',
  '$vocabulary',
  'id',
])

type Adapt = (schema: JsonSchema, context: Adaptation) => JsonSchema

/** Keywords whose values are schemas or lists of them, and how those are adapted. */
const direct: ReadonlyMap<string, Adapt> = new Map([
  ['additionalProperties', adaptValue],
  ['allOf', adaptPart],
  ['anyOf', adaptPart],
  ['contains', moveReferences],
  ['else', adaptPart],
  ['if', moveReferences],
  ['items', adaptValue],
  ['not', moveReferences],
  ['oneOf', adaptPart],
  ['prefixItems', adaptValue],
  ['propertyNames', moveReferences],
  ['then', adaptPart],
])

/** Keywords whose values are maps of schemas. */
const named: ReadonlyMap<string, Adapt> = new Map([
  ['$defs', adaptPart],
  ['definitions', adaptPart],
  ['dependentSchemas', adaptPart],
  ['patternProperties', adaptValue],
  ['properties', adaptValue],
])

/** The schema of one value, with what the collector itself does to it: unknown keys, spellings and secret references. */
export function adaptValue(schema: JsonSchema, context: Adaptation): JsonSchema {
  const { closed, names, types } = OptionSchema.of(context.root, schema)
  const hidden = ['$ref', 'allOf', 'oneOf'].some((key) => key in schema)
  const adapted = {
    // Editors look at the type to complete what follows a key, but not elsewhere for the type.
    ...(hidden && types !== undefined ? { type: [...types] } : {}),
    ...besideReference(adaptPart(schema, context)),
  }
  // Plugins that stand in for the original's only warn about keys they do not know.
  if (!closed || context.compat !== undefined) return adapted
  const combined = ['$ref', 'allOf', 'anyOf', 'oneOf'].some((key) => key in schema)
  return combined
    ? { ...adapted, propertyNames: { enum: names } }
    : { ...adapted, additionalProperties: false }
}

/** Some editors take no notice of what stands beside a reference, others none of the reference. */
function besideReference({ $ref, ...others }: JsonSchema): JsonSchema {
  if ($ref === undefined) return others
  const parts = Array.isArray(others['allOf']) ? (others['allOf'] as unknown[]) : []
  return { ...others, allOf: [{ $ref }, ...parts] }
}

/** One of several schemas that describe the same value, none of which knows all its keys. */
function adaptPart(schema: JsonSchema, context: Adaptation): JsonSchema {
  const moved = rewrite(schema, context, (adapt) => adapt)
  if (moved['additionalProperties'] === false) delete moved['additionalProperties']
  delete moved['unevaluatedProperties']
  const lenient = context.compat === 'extended' ? acceptSpellings(moved) : moved
  return acceptReference(withMarkdown(lenient))
}

/** Conditions stay as narrow as they are. */
function moveReferences(schema: JsonSchema, context: Adaptation): JsonSchema {
  return rewrite(schema, context, () => moveReferences)
}

function rewrite(
  schema: JsonSchema,
  context: Adaptation,
  choose: (adapt: Adapt) => Adapt,
): Record<string, unknown> {
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (identity.has(key)) return []
    if (key === '$ref') return moveReference(value, context)
    const adapt = direct.get(key) ?? named.get(key)
    if (adapt === undefined) return [[key, value]]
    const each = (inner: unknown) => (isSchema(inner) ? choose(adapt)(inner, context) : inner)
    if (Array.isArray(value)) return [[key, value.map(each)]]
    return [[key, named.has(key) ? mapValues(value, each) : each(value)]]
  })
  return Object.fromEntries(entries)
}

/** A reference that leads out of the plugin's schema is left out: what stands there is not known. */
function moveReference(reference: unknown, { pointer }: Adaptation): [string, unknown][] {
  return typeof reference === 'string' && /^#(?:\/|$)/.test(reference)
    ? [['$ref', pointer + reference.slice(1)]]
    : []
}

function mapValues(value: unknown, map: (inner: unknown) => unknown): unknown {
  if (!isSchema(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]))
}
