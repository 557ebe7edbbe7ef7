import { RegexError } from './regex-error.ts'
import type { LookNode, SyntaxNode } from './syntax-tree.ts'

/**
 * JavaScript matches the inside of a look-behind from right to left. That shows only in what an
 * atomic group, a back-reference or, where lengths vary, a group takes.
 */
export function checkLookBehind(node: LookNode, keepsGroup: (index: number) => boolean): void {
  const varies = fixedWidth(node.body) === undefined
  const construct = findDirected(node.body, varies ? keepsGroup : () => false)
  if (construct === undefined) return
  throw new RegexError(
    'REGEX_UNSUPPORTED',
    `${construct} inside a look-behind`,
    node.offset,
    'Use only characters, classes, (?:…) and alternatives in a look-behind.',
  )
}

function findDirected(
  node: SyntaxNode,
  keepsGroup: (index: number) => boolean,
): string | undefined {
  switch (node.kind) {
    case 'set':
    case 'assertion':
    case 'look':
      return undefined
    case 'atomic':
      return 'atomic group or possessive repeat'
    case 'backReference':
      return 'back-reference'
    case 'group':
      return keepsGroup(node.index)
        ? 'group in an expression of varying length'
        : findDirected(node.body, keepsGroup)
    case 'repeat':
      return findDirected(node.body, keepsGroup)
    case 'sequence':
    case 'choice':
      return childrenOf(node)
        .map((child) => findDirected(child, keepsGroup))
        .find((construct) => construct !== undefined)
  }
}

function childrenOf(node: SyntaxNode & { kind: 'sequence' | 'choice' }): readonly SyntaxNode[] {
  return node.kind === 'sequence' ? node.items : node.branches
}

/** The number of code points a node always matches, or undefined. */
function fixedWidth(node: SyntaxNode): number | undefined {
  switch (node.kind) {
    case 'set':
      return 1
    case 'assertion':
    case 'look':
      return 0
    case 'backReference':
      return undefined
    case 'group':
    case 'atomic':
      return fixedWidth(node.body)
    case 'repeat': {
      const width = fixedWidth(node.body)
      return width !== undefined && node.min === node.max ? width * node.min : undefined
    }
    case 'sequence':
      return node.items.map(fixedWidth).reduce((sum, width) => {
        return sum === undefined || width === undefined ? undefined : sum + width
      }, 0)
    case 'choice': {
      const [first, ...more] = node.branches.map(fixedWidth)
      return more.every((width) => width === first) ? first : undefined
    }
  }
}
