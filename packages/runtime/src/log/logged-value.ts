const UNREADABLE = '(unreadable)'
const MAX_TEXT = 2048
const MAX_ITEMS = 50
const MAX_DEPTH = 5
/** Values in one record, over all depths. */
const MAX_VALUES = 200

/** What JSON can hold. */
export type LoggedValue =
  | string
  | number
  | boolean
  | null
  | readonly LoggedValue[]
  | { readonly [key: string]: LoggedValue }

/** How much more the record may hold, and whether its errors show where they were made. */
interface Budget {
  values: number
  readonly stacks: boolean
}

/**
 * Plain copies of a record's fields, fit for one log line whatever a plugin puts in: bounded in length, depth and
 * number, without credentials of URLs, and of errors only what was written for a reader. Never throws.
 */
export function loggedFields(
  fields: Readonly<Record<string, unknown>>,
  stacks: boolean,
): Readonly<Record<string, LoggedValue>> {
  try {
    return copyEntries(fields, 0, { values: MAX_VALUES, stacks })
  } catch {
    return { fields: UNREADABLE }
  }
}

/** Text without the credentials of the URLs in it, cut to a bounded length. */
export function loggedText(text: string): string {
  const clean = text.replaceAll(/:\/\/[^\s/?#]*@/g, '://***@')
  return clean.length > MAX_TEXT
    ? `${clean.slice(0, MAX_TEXT)}… (${clean.length - MAX_TEXT} more)`
    : clean
}

function copy(value: unknown, depth: number, budget: Budget): LoggedValue | undefined {
  budget.values--
  switch (typeof value) {
    case 'string':
      return loggedText(value)
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'bigint':
      return String(value)
    case 'object':
      if (value === null) return null
      if (depth >= MAX_DEPTH || budget.values < 0) return '…'
      return copyObject(value, depth, budget)
    default:
      return undefined
  }
}

function copyObject(value: object, depth: number, budget: Budget): LoggedValue | undefined {
  if (value instanceof Error) {
    return copyEntries(errorFields(value, budget.stacks), depth + 1, budget)
  }
  if (ArrayBuffer.isView(value)) return `(${value.byteLength} bytes)`
  if (isSerializable(value)) return copy(value.toJSON(), depth + 1, budget)
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => copy(item, depth + 1, budget) ?? null)
    return value.length > MAX_ITEMS ? [...items, `… (${value.length - MAX_ITEMS} more)`] : items
  }
  return copyEntries(value as Readonly<Record<string, unknown>>, depth + 1, budget)
}

/** Not an error's other properties: clients hang whole requests on theirs, headers and passwords included. */
function errorFields(error: Error, stacks: boolean): Readonly<Record<string, unknown>> {
  const { code, hint } = error as { readonly code?: unknown; readonly hint?: unknown }
  return {
    code,
    message: error.message,
    hint,
    cause: error.cause,
    ...(error instanceof AggregateError ? { errors: error.errors as unknown } : {}),
    ...(stacks ? { stack: error.stack } : {}),
  }
}

function copyEntries(
  source: Readonly<Record<string, unknown>>,
  depth: number,
  budget: Budget,
): Readonly<Record<string, LoggedValue>> {
  const entries: [string, LoggedValue][] = []
  for (const key of Object.keys(source).slice(0, MAX_ITEMS)) {
    if (budget.values <= 0) break
    const value = copyProperty(source, key, depth, budget)
    if (value !== undefined) entries.push([loggedText(key), value])
  }
  // Not by assignment: `__proto__` is a key like any other here.
  return Object.fromEntries(entries)
}

function copyProperty(
  source: Readonly<Record<string, unknown>>,
  key: string,
  depth: number,
  budget: Budget,
): LoggedValue | undefined {
  try {
    return copy(source[key], depth, budget)
  } catch {
    return UNREADABLE
  }
}

function isSerializable(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function'
}
