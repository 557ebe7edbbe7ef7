import type { ConfigNode } from './config-node.ts'
import { quote } from './quote.ts'

const longestShown = 60

/** What stands in the file, in words: its type, and its value when that is short and no secret. */
export function describeNode(node: ConfigNode): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list'
  if (node.kind === 'map') return 'a map'
  if (node.origin !== 'text') return 'a value from a secret reference'
  if (node.value === null) return 'nothing (null)'
  if (typeof node.value === 'boolean') return `the boolean ${node.value}`
  if (typeof node.value === 'number') return `the number ${node.value}`
  return node.value.length > longestShown ? 'a long string' : `the string ${quote(node.value)}`
}

/** The same without the value, for options that hold something confidential. */
export function describeKind(node: ConfigNode): string {
  if (node.kind !== 'scalar' || node.origin !== 'text') return describeNode(node)
  return node.value === null ? 'nothing (null)' : `a ${typeof node.value}`
}
