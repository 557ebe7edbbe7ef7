import { RegexError } from './regex-error.ts'
import { setSource } from './set-source.ts'
import type { TargetNode, TargetRepeat, TargetSet } from './target-tree.ts'

const MAX_SOURCE_UNITS = 1_048_576

export interface Emitted {
  readonly source: string
  /** For each group of the pattern, its number in the emitted expression. */
  readonly groupIndexes: readonly number[]
}

/** Writes a tree as the source of a RegExp without flags. */
export function emit(tree: TargetNode): Emitted {
  const numbering: Numbering = { count: 0, indexes: [0], length: 0 }
  return { source: emitNode(tree, numbering), groupIndexes: numbering.indexes }
}

interface Numbering {
  /** Groups written so far, those of atomic groups included. */
  count: number
  readonly indexes: number[]
  /** Units of classes and characters written so far. */
  length: number
}

/** The result may be put into a sequence unless the node is a choice. */
function emitNode(node: TargetNode, numbering: Numbering): string {
  switch (node.kind) {
    case 'set':
      return emitSet(node, numbering)
    case 'raw':
      return node.source
    case 'sequence':
      return node.items.map((item) => emitItem(item, numbering)).join('')
    case 'choice':
      return node.branches.map((branch) => emitNode(branch, numbering)).join('|')
    case 'group':
      numbering.indexes[node.index] = ++numbering.count
      return `(${emitNode(node.body, numbering)})`
    case 'repeat':
      return emitRepeatBody(node.body, numbering) + operatorOf(node)
    case 'look': {
      const opening = `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}`
      return `${opening}${emitNode(node.body, numbering)})`
    }
    case 'atomic': {
      const index = ++numbering.count
      return `(?:(?=(${emitNode(node.body, numbering)}))\\${index})`
    }
    case 'backReference':
      return `(?${node.ignoreCase ? 'i' : ''}:\\${numbering.indexes[node.group]})`
  }
}

function emitSet(node: TargetSet, numbering: Numbering): string {
  const source = setSource(node.set, node.codeUnits)
  numbering.length += source.length
  if (numbering.length <= MAX_SOURCE_UNITS) return source
  throw new RegexError(
    'REGEX_LIMIT',
    `expression of more than ${MAX_SOURCE_UNITS} characters once its classes are written out`,
    0,
    'Use fewer or smaller Unicode classes.',
  )
}

function emitItem(node: TargetNode, numbering: Numbering): string {
  const source = emitNode(node, numbering)
  return node.kind === 'choice' ? `(?:${source})` : source
}

function emitRepeatBody(node: TargetNode, numbering: Numbering): string {
  const source = emitNode(node, numbering)
  const isAtom = node.kind === 'set' || node.kind === 'group' || node.kind === 'atomic'
  return isAtom ? source : `(?:${source})`
}

function operatorOf({ min, max, lazy }: TargetRepeat): string {
  return counts(min, max) + (lazy ? '?' : '')
}

function counts(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`
  if (min === 0 && max === 1) return '?'
  return min === max ? `{${min}}` : `{${min},${max}}`
}
