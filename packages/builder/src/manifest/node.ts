import type { Place } from '../finding.ts'
import type { Findings } from './findings.ts'
import { show } from './show.ts'

const longestText = 2000

/** A value of a manifest and where it stands. Immutable; aliases share nodes. */
export type Node = TextNode | ListNode | MapNode | NothingNode

export interface TextNode {
  readonly kind: 'text'
  readonly place: Place
  readonly text: string
  /** What YAML takes the unquoted text for. */
  readonly type: 'text' | 'number' | 'boolean'
}

export interface ListNode {
  readonly kind: 'list'
  readonly place: Place
  readonly items: readonly Node[]
}

export interface MapNode {
  readonly kind: 'map'
  readonly place: Place
  readonly entries: readonly MapEntry[]
}

/** A key without a value, or null. */
export interface NothingNode {
  readonly kind: 'nothing'
  readonly place: Place
}

export interface MapEntry {
  readonly key: string
  /** Of the key. */
  readonly place: Place
  readonly value: Node
}

/** The entries of a map; none for nothing. Anything else is an error. */
export function mapEntries(node: Node, what: string, findings: Findings): readonly MapEntry[] {
  if (node.kind === 'map') return node.entries
  if (node.kind !== 'nothing') wrongType(node, what, 'a map', findings)
  return []
}

/** The items of a list; none for nothing. Anything else is an error. */
export function listItems(node: Node, what: string, findings: Findings): readonly Node[] {
  if (node.kind === 'list') return node.items
  if (node.kind !== 'nothing') wrongType(node, what, 'a list', findings)
  return []
}

/** A short text that is not empty. */
export function textOf(node: Node, what: string, findings: Findings): string | undefined {
  const isText = node.kind === 'text' && node.text !== '' && node.type === 'text'
  if (isText && node.text.length <= longestText) return node.text
  wrongType(node, what, isText ? `a text of at most ${longestText} characters` : 'text', findings)
  return undefined
}

/** A text, number or boolean as it is written. */
export function settingOf(node: Node, what: string, findings: Findings): string | undefined {
  if (node.kind === 'text') return node.text
  wrongType(node, what, 'text', findings)
  return undefined
}

const examples: Readonly<Record<string, string>> = {
  'a map': 'Write "key: value" lines below it, indented.',
  'a list': 'Write one "- …" line for each item below it.',
  text: 'Write the text after the key, in single quotes.',
}

/** Reports a value of the wrong type. */
function wrongType(node: Node, what: string, expected: string, findings: Findings): void {
  findings.error(node.place, {
    code: 'MANIFEST_TYPE',
    message: `${what} is ${describe(node)}; expected ${expected}`,
    hint: examples[expected] ?? `Make it ${expected}.`,
  })
}

function describe(node: Node): string {
  if (node.kind === 'nothing') return 'empty'
  if (node.kind !== 'text') return `a ${node.kind}`
  if (node.text === '') return 'an empty text'
  return `the ${node.type} ${show(node.text)}`
}
