import { RegexError } from './regex-error.ts'
import type { SyntaxNode } from './syntax-tree.ts'

/**
 * Refuses a back-reference to a group that may not have taken part: it fails in Perl and matches
 * nothing in JavaScript.
 */
export function checkBackReferences(tree: SyntaxNode): void {
  walk(tree, new Set())
}

/** Adds to `known` the groups that have taken part once the node has matched. */
function walk(node: SyntaxNode, known: Set<number>): void {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return
    case 'sequence':
      for (const item of node.items) walk(item, known)
      return
    case 'choice':
      for (const branch of node.branches) walk(branch, new Set(known))
      return
    case 'group':
      walk(node.body, known)
      known.add(node.index)
      return
    case 'atomic':
      walk(node.body, known)
      return
    case 'repeat':
      walk(node.body, node.min > 0 ? known : new Set(known))
      return
    case 'look':
      walk(node.body, node.negative ? new Set(known) : known)
      return
    case 'backReference':
      if (known.has(node.group)) return
      throw new RegexError(
        'REGEX_UNSUPPORTED',
        `back-reference to group ${node.group}, which may not have taken part`,
        node.offset,
        'Put the reference where the group has always matched.',
      )
  }
}
