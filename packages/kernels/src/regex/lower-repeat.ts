import type { Lowered } from './lowered.ts'
import { RegexError } from './regex-error.ts'
import type { RepeatNode } from './syntax-tree.ts'
import type { TargetNode } from './target-tree.ts'
import { TARGET_EMPTY } from './target-tree.ts'

/**
 * JavaScript forgets at each turn what the groups inside captured in the turn before; RE2 and Boost
 * keep it. The two agree when every turn sets every group.
 */
export function refuseOptionalGroups(node: RepeatNode, once: Lowered): void {
  const present = new Set(once.sets)
  const absent = once.groups.find((group) => !present.has(group))
  if (absent === undefined) return
  throw new RegexError(
    'REGEX_UNSUPPORTED',
    `repeat of something in which group ${absent} may not take part`,
    node.offset,
    'Its text from an earlier turn would be lost: make it (?:…), or let it take part in every turn.',
  )
}

/**
 * Repeats what may match nothing. JavaScript refuses an empty turn beyond the minimum and undoes its
 * captures; RE2 and Boost accept one and stop.
 */
export function repeatEmpty(node: RepeatNode, once: Lowered, dialect: 're2' | 'perl'): TargetNode {
  const { min, max, lazy } = node
  const body = once.node
  if (max === 0) return { kind: 'repeat', body, min, max, lazy }
  if (max === 1) return min === 1 ? body : optional(body, lazy)
  if (!once.emptyLast) {
    throw unsupported(node, 'repeat of something that prefers to match nothing')
  }
  // After an empty turn Boost asks for no more of them, even below the minimum.
  if (dialect === 'perl' && min > 1 && !once.emptyAlways) {
    throw unsupported(node, 'counted repeat of something that may match nothing')
  }
  if (once.groups.length === 0) return { kind: 'repeat', body, min, max, lazy }
  if (dialect === 'perl') {
    throw unsupported(node, 'repeat of something with a group that may match nothing')
  }
  if (lazy || min === max) return { kind: 'repeat', body, min, max, lazy }
  if (max === Infinity) {
    const turns: TargetNode = { kind: 'repeat', body, min: Math.max(min, 1), max, lazy }
    return min === 0 ? optional(turns, false) : turns
  }
  if (!once.emptyAlways) {
    throw unsupported(node, 'counted repeat of something with a group that may match nothing')
  }
  return { kind: 'repeat', body, min: max, max, lazy }
}

function optional(body: TargetNode, lazy: boolean): TargetNode {
  return { kind: 'choice', branches: lazy ? [TARGET_EMPTY, body] : [body, TARGET_EMPTY] }
}

function unsupported(node: RepeatNode, problem: string): RegexError {
  const hint = 'Rewrite the repeated part so that it always consumes at least one character.'
  return new RegexError('REGEX_UNSUPPORTED', problem, node.offset, hint)
}
