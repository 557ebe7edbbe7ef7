/** A JSON Schema, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object'

const deepestReference = 16

/**
 * What the JSON Schema of a plugin says of one value: enough to match keys, to tell a wrong type from a wrong value and
 * to word what was expected. It never decides whether a value is valid; that is the schema's own `validate`.
 */
export class OptionSchema {
  readonly #root: JsonSchema
  /** Any one of these may describe the value. */
  readonly #choices: readonly JsonSchema[]

  private constructor(root: JsonSchema, choices: readonly unknown[]) {
    this.#root = root
    this.#choices = choices.filter(isSchema)
  }

  /** `schema` may be a part of `root`, to which its references go. */
  static of(root: JsonSchema, schema: JsonSchema = root): OptionSchema {
    return new OptionSchema(root, [schema])
  }

  /** The names of all declared properties. */
  get names(): readonly string[] {
    return [...new Set(this.#flat().flatMap((each) => Object.keys(record(each['properties']))))]
  }

  /** Whether the value is an object whose keys are all declared, unlike a map with keys of the user's choice. */
  get closed(): boolean {
    const flat = this.#flat()
    const open = (each: JsonSchema) =>
      ['additionalProperties', 'unevaluatedProperties'].some(
        (key) => each[key] === true || isSchema(each[key]),
      ) || 'patternProperties' in each
    return flat.some((each) => 'properties' in each) && !flat.some(open)
  }

  /** The types the value may have; undefined when any will do. */
  get types(): ReadonlySet<JsonType> | undefined {
    return union(this.#choices.map((choice) => typesOf(choice, this.#root, 0)))
  }

  /** The only values there are; undefined when they are not listed. */
  get values(): readonly unknown[] | undefined {
    const values = union(this.#choices.map((choice) => valuesOf(choice, this.#root, 0)))
    return values === undefined ? undefined : [...values]
  }

  get minimum(): number | undefined {
    return this.#bound('minimum')
  }

  get maximum(): number | undefined {
    return this.#bound('maximum')
  }

  /** Whether the value is confidential and must not be shown. */
  get confidential(): boolean {
    return this.#flat().some((each) => each['writeOnly'] === true || each['format'] === 'password')
  }

  /** What the schema says of a property or item. */
  child(step: string | number): OptionSchema {
    const flat = this.#flat()
    if (typeof step === 'number') {
      const items = flat.map((each) => list(each['prefixItems'])[step] ?? each['items'])
      return new OptionSchema(this.#root, items)
    }
    const declared = flat.map((each) => own(record(each['properties']), step)).filter(isSchema)
    const others = flat.map((each) => each['additionalProperties'])
    return new OptionSchema(this.#root, declared.length > 0 ? declared : others)
  }

  /** Whether the object must have this property. */
  requires(name: string): boolean {
    return this.#flat().some((each) => list(each['required']).includes(name))
  }

  #bound(keyword: 'minimum' | 'maximum'): number | undefined {
    const bounds = this.#flat().map((each) => each[keyword])
    const bound = bounds.length === 1 ? bounds[0] : undefined
    // Schema libraries write the ends of the safe integers for "no bound".
    return typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER
      ? bound
      : undefined
  }

  #flat(): readonly JsonSchema[] {
    return this.#choices.flatMap((choice) => flatten(choice, this.#root, 0))
  }
}

/** The schema itself and everything it is combined from. */
function flatten(schema: JsonSchema, root: JsonSchema, depth: number): JsonSchema[] {
  if (depth > deepestReference) return []
  const parts = [...list(schema['anyOf']), ...list(schema['oneOf']), ...list(schema['allOf'])]
  const target = refer(schema, root)
  if (target !== undefined) parts.push(target)
  return [schema, ...parts.filter(isSchema).flatMap((part) => flatten(part, root, depth + 1))]
}

function typesOf(
  schema: JsonSchema,
  root: JsonSchema,
  depth: number,
): ReadonlySet<JsonType> | undefined {
  if (depth > deepestReference) return undefined
  const { type } = schema
  if (typeof type === 'string') return new Set([type as JsonType])
  if (Array.isArray(type)) return new Set(type as JsonType[])
  const values = ownValues(schema)
  if (values !== undefined) return new Set(values.map(typeOfValue))
  return combine(schema, root, (part) => typesOf(part, root, depth + 1))
}

function valuesOf(
  schema: JsonSchema,
  root: JsonSchema,
  depth: number,
): ReadonlySet<unknown> | undefined {
  if (depth > deepestReference) return undefined
  const values = ownValues(schema)
  if (values !== undefined) return new Set(values)
  return combine(schema, root, (part) => valuesOf(part, root, depth + 1))
}

function combine<Value>(
  schema: JsonSchema,
  root: JsonSchema,
  read: (part: JsonSchema) => ReadonlySet<Value> | undefined,
): ReadonlySet<Value> | undefined {
  const target = refer(schema, root)
  if (target !== undefined) return read(target)
  const choices = [...list(schema['anyOf']), ...list(schema['oneOf'])].filter(isSchema)
  if (choices.length > 0) return union(choices.map(read))
  const parts = list(schema['allOf']).filter(isSchema)
  return parts.map(read).find((found) => found !== undefined)
}

function union<Value>(
  sets: readonly (ReadonlySet<Value> | undefined)[],
): ReadonlySet<Value> | undefined {
  const all = new Set<Value>()
  for (const set of sets) {
    if (set === undefined) return undefined
    for (const value of set) all.add(value)
  }
  return all.size === 0 ? undefined : all
}

/** Only references within the schema are followed. */
function refer(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  const reference = schema['$ref']
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined
  let target: unknown = root
  for (const step of reference.split('/').slice(1)) {
    target = own(record(target), step.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return isSchema(target) ? target : undefined
}

function ownValues(schema: JsonSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']]
  return Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : undefined
}

function typeOfValue(value: unknown): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object'
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isSchema(value) ? value : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
