import type { CodePointSet } from './code-point-set.ts'
import { MAX_CODE_POINT, setCovers } from './code-point-set.ts'
import type { SyntaxNode } from './syntax-tree.ts'

/** Whether a set has every code point that takes two UTF-16 units, as a negated class mostly has. */
export function matchesAllAstral(set: CodePointSet): boolean {
  return setCovers(set, 0x10000, MAX_CODE_POINT)
}

/**
 * Whether what comes after a node can be sure not to start between the halves of a surrogate pair,
 * given whether the node itself can. All that consumes ends outside pairs; of the assertions only
 * `\B` and look-around can hold inside one.
 */
export function pairSafeAfter(node: SyntaxNode, before: boolean): boolean {
  switch (node.kind) {
    case 'set':
      return true
    case 'assertion':
      return node.what !== 'notWordBoundary'
    case 'sequence':
      return node.items.reduce((safe, item) => pairSafeAfter(item, safe), before)
    case 'choice':
      return node.branches.every((branch) => pairSafeAfter(branch, before))
    case 'group':
    case 'atomic':
      return pairSafeAfter(node.body, before)
    case 'repeat':
      return pairSafeAfter(node.body, before) && (node.min > 0 || before)
    case 'look':
      return false
    case 'backReference':
      return before
  }
}
