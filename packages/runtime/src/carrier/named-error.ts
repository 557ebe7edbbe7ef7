import { PluginError } from '@sluice/plugin'

/** What a plugin returned is not what its kind returns. */
export function badResult(plugin: string, found: string, expected: string): PluginError {
  return new PluginError({
    code: 'PLUGIN_BAD_RESULT',
    message: `${plugin} returned ${found} where ${expected} was expected`,
    hint: 'correct the plugin; the events it was given are treated as OnError says',
  })
}

/** A short name of any value for messages: never its content. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return `a ${typeof value}`
  const name: unknown = value.constructor?.name
  return typeof name === 'string' && name !== 'Object' ? `a ${name}` : 'an object'
}

/** Any thrown thing as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`threw ${describe(thrown)}`)
}
