import { setFlagsFromString } from 'node:v8'

import type { TargetNode } from './target-tree.ts'

/** V8's own flag, which no type knows. */
const LINEAR_FLAG = 'l'
const MAX_COPIES = 16

/**
 * Lets V8 finish a match that backtracks too much on its linear-time engine, for the expressions that
 * engine can run. Changes the whole process, workers started later included: an entry point calls it
 * once, before any expression runs.
 */
export function enableLinearFallback(): void {
  setFlagsFromString('--enable-experimental-regexp-engine')
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
}

/** Whether V8's linear-time engine can run an expression, given as source and as tree. */
export function isLinear(source: string, tree: TargetNode): boolean {
  if (!accepts('')) return linearCopies(tree) <= MAX_COPIES
  return accepts(source)
}

/** V8 knows the flag `l` once the fallback is enabled, and takes it only for what it can run. */
function accepts(source: string): boolean {
  try {
    return new RegExp(source, LINEAR_FLAG).flags === LINEAR_FLAG
  } catch {
    return false
  }
}

/** How often the innermost part of counted repeats is written out; Infinity where it cannot run. */
export function linearCopies(node: TargetNode): number {
  switch (node.kind) {
    case 'set':
      return 1
    case 'raw':
      return node.linear ? 1 : Infinity
    case 'sequence':
      return Math.max(1, ...node.items.map(linearCopies))
    case 'choice':
      return Math.max(1, ...node.branches.map(linearCopies))
    case 'group':
      return linearCopies(node.body)
    case 'repeat': {
      const count = node.max === Infinity ? Math.max(node.min, 1) : node.max
      return count === 0 ? 1 : count * linearCopies(node.body)
    }
    case 'look':
      return node.behind && !hasGroup(node.body) ? linearCopies(node.body) : Infinity
    case 'atomic':
    case 'backReference':
      return Infinity
  }
}

function hasGroup(node: TargetNode): boolean {
  switch (node.kind) {
    case 'group':
      return true
    case 'sequence':
      return node.items.some(hasGroup)
    case 'choice':
      return node.branches.some(hasGroup)
    case 'repeat':
    case 'look':
    case 'atomic':
      return hasGroup(node.body)
    default:
      return false
  }
}
