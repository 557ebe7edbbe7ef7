import type { CodePointSet } from '../regex/code-point-set.ts'
import type { TargetNode } from '../regex/target-tree.ts'
import type { ByteSet } from './byte-set.ts'
import { byteSetOf, onlyByte } from './byte-set.ts'

const REPLACEMENT = 0xfffd

/** What a pattern matches, in bytes of UTF-8. */
export type ByteNode =
  /** One character of a set. */
  | { readonly kind: 'set'; readonly set: ByteSet }
  /** One byte of a literal text. */
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence'; readonly items: readonly ByteNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly ByteNode[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: ByteNode }
  | ByteRepeat

export interface ByteRepeat {
  readonly kind: 'repeat'
  readonly body: ByteNode
  readonly min: number
  readonly max: number
  readonly lazy: boolean
}

export interface ByteTree {
  readonly node: ByteNode
  /** A match begins at the start of the value. */
  readonly anchored: boolean
}

/** Why a pattern has no one-pass program. */
export class NotOnePass extends Error {}

export const EMPTY: ByteNode = { kind: 'sequence', items: [] }

/** Throws NotOnePass for what the tree of bytes cannot say. */
export function byteTreeOf(node: TargetNode): ByteTree {
  const body = afterStart(node)
  return { node: convert(body ?? node), anchored: body !== undefined }
}

/** What follows `^` where every match begins with one, else undefined. */
function afterStart(node: TargetNode): TargetNode | undefined {
  switch (node.kind) {
    case 'raw':
      return node.source === '^' ? { kind: 'sequence', items: [] } : undefined
    case 'sequence': {
      // Flags for what follows, as in `(?-m)`, leave nothing behind.
      const begin = node.items.findIndex((item) => !isEmpty(item))
      const first = node.items[begin]
      const inner = first && afterStart(first)
      return inner && { kind: 'sequence', items: [inner, ...node.items.slice(begin + 1)] }
    }
    case 'choice': {
      const branches = node.branches.map(afterStart).filter((branch) => branch !== undefined)
      return branches.length === node.branches.length ? { kind: 'choice', branches } : undefined
    }
    case 'group': {
      const body = afterStart(node.body)
      return body && { ...node, body }
    }
    default:
      return undefined
  }
}

function isEmpty(node: TargetNode): boolean {
  return node.kind === 'sequence' && node.items.every(isEmpty)
}

function convert(node: TargetNode): ByteNode {
  switch (node.kind) {
    case 'set':
      return convertSet(node.set)
    case 'raw':
      if (node.source === '$') return { kind: 'end' }
      throw new NotOnePass('an assertion stands inside the expression')
    case 'sequence':
      return sequenceOf(node.items.map(convert))
    case 'choice':
      return choiceOf(node.branches.map(convert))
    case 'group':
      return { kind: 'group', index: node.index, body: convert(node.body) }
    case 'repeat':
      return convertRepeat(convert(node.body), node.min, node.max, node.lazy)
    case 'look':
      throw new NotOnePass('the expression looks ahead or behind')
    case 'atomic':
      throw new NotOnePass('the expression has an atomic group or possessive repeat')
    case 'backReference':
      throw new NotOnePass('the expression refers back to a group')
  }
}

/** A character outside ASCII is its bytes, unless invalid bytes could stand for it. */
function convertSet(set: CodePointSet): ByteNode {
  const [first, ...more] = set
  if (first !== undefined && more.length === 0 && first[0] === first[1]) {
    const [code] = first
    if (code >= 0x80 && code !== REPLACEMENT) {
      const bytes = Buffer.from(String.fromCodePoint(code))
      return { kind: 'sequence', items: Array.from(bytes, (byte) => ({ kind: 'byte', byte })) }
    }
  }
  const bytes = byteSetOf(set)
  const byte = onlyByte(bytes)
  return byte === undefined ? { kind: 'set', set: bytes } : { kind: 'byte', byte }
}

function convertRepeat(body: ByteNode, min: number, max: number, lazy: boolean): ByteNode {
  if (max === 0) return EMPTY
  if (min === 1 && max === 1) return body
  if (min === 0 && max === 1 && !isSingle(body)) {
    return choiceOf(lazy ? [EMPTY, body] : [body, EMPTY])
  }
  return { kind: 'repeat', body, min, max, lazy }
}

/** Whether it is always one character of ASCII, or one of a set. */
export function isSingle(node: ByteNode): boolean {
  return node.kind === 'set' || (node.kind === 'byte' && node.byte < 0x80)
}

function sequenceOf(items: readonly ByteNode[]): ByteNode {
  const flat = items.flatMap((item) => (item.kind === 'sequence' ? item.items : [item]))
  const [only] = flat
  return only !== undefined && flat.length === 1 ? only : { kind: 'sequence', items: flat }
}

/** Branches that begin with the same byte share it: between such, their order does not matter. */
function choiceOf(branches: readonly ByteNode[]): ByteNode {
  const joined: ByteNode[] = []
  let known = new Map<number, ByteNode[]>()
  const join = () => {
    for (const shared of known.values()) {
      joined.push(shared.length === 1 ? shared[0]! : shareFirst(shared))
    }
    known = new Map()
  }
  for (const branch of branches.flatMap(branchesOf)) {
    const byte = firstByte(branch)
    if (byte === undefined) {
      join()
      joined.push(branch)
    } else {
      known.set(byte, [...(known.get(byte) ?? []), branch])
    }
  }
  join()
  const [only] = joined
  return only !== undefined && joined.length === 1 ? only : { kind: 'choice', branches: joined }
}

function branchesOf(node: ByteNode): readonly ByteNode[] {
  return node.kind === 'choice' ? node.branches : [node]
}

function shareFirst(branches: readonly ByteNode[]): ByteNode {
  const [first] = branches
  const head = first?.kind === 'sequence' ? first.items[0]! : first!
  const rests = branches.map((branch) => {
    return branch.kind === 'sequence' ? sequenceOf(branch.items.slice(1)) : EMPTY
  })
  return sequenceOf([head, choiceOf(rests)])
}

function firstByte(node: ByteNode | undefined): number | undefined {
  if (node?.kind === 'byte' && node.byte < 0x80) return node.byte
  return node?.kind === 'sequence' ? firstByte(node.items[0]) : undefined
}
