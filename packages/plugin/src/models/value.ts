/**
 * A value of a log field. Logs read from text hold strings (or bytes not yet decoded, which read as strings); typed
 * inputs keep numbers, booleans and nested values. Nested values are owned by the event: do not mutate them in place.
 */
export type LogValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly LogValue[]
  | { readonly [key: string]: LogValue }

/** The text a v1 view and text outputs show for a value: strings as they are, the rest as JSON, bytes as UTF-8. */
export function valueToText(value: LogValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return decode(value)
  return JSON.stringify(value, plain) ?? 'null'
}

/** Not in TypeScript's library yet: keeps all digits of a big integer. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown }

/** Looks at the value itself: what it is given has gone through `toJSON`, which a Buffer has. */
function plain(this: Readonly<Record<string, unknown>>, key: string, given: unknown): unknown {
  const value = this[key]
  if (typeof value === 'bigint') return rawJSON(value.toString())
  return value instanceof Uint8Array ? decode(value) : given
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
