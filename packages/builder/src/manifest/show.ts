import { quote, shorten as cut } from '@sluice/runtime'
import type { Place } from '../finding.ts'

const longest = 200
/** The pattern below takes time in the square of the length. */
const longestMasked = 4000
/** Also catches a password that itself holds `/` or `@`, at the price of masking more than that. */
const userinfo = /\/\/([^\s/?#]*|[^\s/?#:]*:\S*)@/g

/** Text of a manifest, fit for a message: short, and without user and password. */
export function shorten(text: string): string {
  return cut(maskUserinfo(text), longest)
}

/** The same in double quotes, control characters escaped. */
export function show(text: string): string {
  return quote(maskUserinfo(text), longest)
}

/** `file:line:column`. */
export function showPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`
}

/** `"a", "b" or "c"`. */
export function showChoice(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`)
  return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter(Boolean).join(' or ')
}

function maskUserinfo(text: string): string {
  return text.slice(0, longestMasked).replaceAll(userinfo, '//***@')
}
