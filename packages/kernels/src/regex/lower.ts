import { setsIntersect } from './code-point-set.ts'
import { lowerAssertion } from './lower-assertion.ts'
import { checkLookBehind } from './look-behind.ts'
import { refuseOptionalGroups, repeatEmpty } from './lower-repeat.ts'
import type { Lowered, Opening } from './lowered.ts'
import {
  LOWERED_EMPTY,
  NOTHING_CONSUMED,
  loweredChoice,
  loweredSequence,
  openingBefore,
} from './lowered.ts'
import { matchesAllAstral, pairSafeAfter } from './surrogate-pairs.ts'
import type { Surroundings } from './surroundings.ts'
import type { LookNode, RepeatNode, SyntaxNode } from './syntax-tree.ts'

export interface LowerOptions {
  readonly dialect: 're2' | 'perl'
  readonly match: 'search' | 'full'
  readonly keepsGroup: (index: number) => boolean
}

const INSIDE: Surroundings = { follow: undefined, atStart: false, final: false, pairSafe: false }

/** Gives a pattern's tree JavaScript's meaning, or throws RegexError where that cannot be done. */
export function lower(tree: SyntaxNode, options: LowerOptions): Lowered {
  const surroundings: Surroundings =
    options.match === 'full'
      ? { follow: NOTHING_CONSUMED, atStart: true, final: false, pairSafe: true }
      : { follow: undefined, atStart: false, final: true, pairSafe: true }
  return lowerNode(tree, surroundings, options)
}

function lowerNode(node: SyntaxNode, around: Surroundings, options: LowerOptions): Lowered {
  switch (node.kind) {
    case 'set':
      return {
        ...LOWERED_EMPTY,
        node: { kind: 'set', set: node.set, codeUnits: false },
        nullable: false,
        emptyAlways: false,
        opening: { set: node.set, splitsPairs: false },
      }
    case 'assertion':
      return lowerAssertion(node.what, around, options.dialect)
    case 'sequence':
      return lowerSequence(node.items, around, options)
    case 'choice':
      return loweredChoice(node.branches.map((branch) => lowerNode(branch, around, options)))
    case 'group': {
      const body = lowerNode(node.body, around, options)
      if (!options.keepsGroup(node.index)) return body
      return {
        ...body,
        node: { kind: 'group', index: node.index, body: body.node },
        groups: [node.index, ...body.groups],
        sets: [node.index, ...body.sets],
      }
    }
    case 'repeat':
      return lowerRepeat(node, around, options)
    case 'look':
      return lowerLook(node, around, options)
    case 'atomic':
      return lowerAtomic(node.body, around, options)
    case 'backReference': {
      const { group, ignoreCase } = node
      const target = { kind: 'backReference', group, ignoreCase } as const
      return { ...LOWERED_EMPTY, node: target, emptyAlways: false, opening: undefined }
    }
  }
}

function lowerSequence(
  items: readonly SyntaxNode[],
  around: Surroundings,
  options: LowerOptions,
): Lowered {
  let { atStart, pairSafe } = around
  const entries = items.map((item) => {
    const entry = { item, atStart, pairSafe }
    atStart &&= item.kind === 'assertion'
    pairSafe = pairSafeAfter(item, pairSafe)
    return entry
  })
  const lowered: Lowered[] = []
  let { follow, final } = around
  for (const entry of entries.toReversed()) {
    const item = lowerNode(entry.item, { ...entry, follow, final }, options)
    lowered.push(item)
    follow = openingBefore(item, follow)
    final = false
  }
  return loweredSequence(lowered.toReversed(), lowered.reduce(openingOfAll, NOTHING_CONSUMED))
}

function openingOfAll(after: Opening | undefined, item: Lowered): Opening | undefined {
  return openingBefore(item, after)
}

function lowerRepeat(node: RepeatNode, around: Surroundings, options: LowerOptions): Lowered {
  const { min, max, lazy, body } = node
  if (body.kind === 'set' && max === Infinity && min <= 1 && mayIgnorePairs(node, around)) {
    if (matchesAllAstral(body.set)) {
      const set = { kind: 'set', set: body.set, codeUnits: true } as const
      return {
        ...LOWERED_EMPTY,
        node: { kind: 'repeat', body: set, min, max, lazy },
        nullable: min === 0,
        emptyAlways: min === 0,
        emptyLast: !lazy,
        opening: { set: body.set, splitsPairs: true },
      }
    }
  }
  const pairSafe = around.pairSafe && pairSafeAfter(body, true)
  const once = lowerNode(body, max > 1 ? { ...INSIDE, pairSafe } : around, options)
  if (max > 1) refuseOptionalGroups(node, once)
  return {
    ...once,
    node: once.nullable
      ? repeatEmpty(node, once, options.dialect)
      : { kind: 'repeat', body: once.node, min, max, lazy },
    nullable: min === 0 || once.nullable,
    emptyAlways: min === 0 || once.emptyAlways,
    emptyLast: (min > 0 || !lazy || max === 0) && (!once.nullable || once.emptyLast),
    endsText: min > 0 && once.endsText,
    sets: min === 0 ? [] : once.sets,
  }
}

/** Whether a repeat may step by UTF-16 units, because a stop inside a pair never leads to a match. */
function mayIgnorePairs(node: RepeatNode, { pairSafe, follow, final }: Surroundings): boolean {
  if (!pairSafe) return false
  return follow === undefined ? final && !node.lazy : !follow.splitsPairs
}

function lowerLook(node: LookNode, around: Surroundings, options: LowerOptions): Lowered {
  const { behind, negative } = node
  if (behind) checkLookBehind(node, options.keepsGroup)
  const pairSafe = around.pairSafe && !behind
  const body = lowerNode(node.body, { ...INSIDE, pairSafe }, options)
  return {
    ...LOWERED_EMPTY,
    node: { kind: 'look', behind, negative, body: body.node },
    emptyAlways: false,
    groups: negative ? [] : body.groups,
    sets: negative ? [] : body.sets,
  }
}

function lowerAtomic(body: SyntaxNode, around: Surroundings, options: LowerOptions): Lowered {
  if (around.final || neverGivesBack(body, around.follow)) return lowerNode(body, around, options)
  const inside = { ...around, follow: undefined, final: true }
  const lowered = lowerNode(body, inside, options)
  return { ...lowered, node: { kind: 'atomic', body: lowered.node } }
}

/** Whether giving back characters could never lead to a match, so that being atomic is no matter. */
function neverGivesBack(body: SyntaxNode, follow: Opening | undefined): boolean {
  if (body.kind === 'set' || body.kind === 'assertion') return true
  if (body.kind === 'sequence') return body.items.every((item) => neverGivesBack(item, undefined))
  if (body.kind !== 'repeat' || body.lazy || body.body.kind !== 'set') return false
  return follow !== undefined && !setsIntersect(body.body.set, follow.set)
}
