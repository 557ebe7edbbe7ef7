import type { CodePointSet } from './code-point-set.ts'
import { unionSets } from './code-point-set.ts'
import type { TargetNode } from './target-tree.ts'
import { TARGET_EMPTY } from './target-tree.ts'

/** How a match of a node may begin. */
export interface Opening {
  /** The first code point; of an empty set when the text must end or nothing is consumed. */
  readonly set: CodePointSet
  /** Whether it could begin between the halves of a surrogate pair. */
  readonly splitsPairs: boolean
}

/** A node in JavaScript's meaning, and what is known about it. */
export interface Lowered {
  readonly node: TargetNode
  /** May match without consuming. */
  readonly nullable: boolean
  /** Can match without consuming wherever it is tried. */
  readonly emptyAlways: boolean
  /** Prefers every match that consumes to the one that does not. */
  readonly emptyLast: boolean
  /** Only matches at the end of the text. */
  readonly endsText: boolean
  /** How a match that consumes begins; undefined when not known. */
  readonly opening: Opening | undefined
  /** The groups in it that can take part in a match. */
  readonly groups: readonly number[]
  /** Those of them that take part in every match of it. */
  readonly sets: readonly number[]
}

export const NOTHING_CONSUMED: Opening = { set: [], splitsPairs: false }

export const LOWERED_EMPTY: Lowered = {
  node: TARGET_EMPTY,
  nullable: true,
  emptyAlways: true,
  emptyLast: true,
  endsText: false,
  opening: NOTHING_CONSUMED,
  groups: [],
  sets: [],
}

/** What begins where a node is followed by what begins with `after`. */
export function openingBefore(lowered: Lowered, after: Opening | undefined): Opening | undefined {
  return lowered.nullable && !lowered.endsText
    ? eitherOpening(lowered.opening, after)
    : lowered.opening
}

export function loweredSequence(items: readonly Lowered[], opening: Opening | undefined): Lowered {
  const [first, ...more] = items
  const node: TargetNode =
    first !== undefined && more.length === 0
      ? first.node
      : { kind: 'sequence', items: items.map((item) => item.node) }
  return {
    node,
    nullable: items.every((item) => item.nullable),
    emptyAlways: items.every((item) => item.emptyAlways),
    emptyLast: items.every((item) => item.emptyLast),
    endsText: items.some((item) => item.endsText),
    opening,
    groups: items.flatMap((item) => item.groups),
    sets: items.flatMap((item) => item.sets),
  }
}

export function loweredChoice(branches: readonly Lowered[]): Lowered {
  const firstNullable = branches.findIndex((branch) => branch.nullable)
  return {
    node: { kind: 'choice', branches: branches.map((branch) => branch.node) },
    nullable: firstNullable >= 0,
    emptyAlways: branches.some((branch) => branch.emptyAlways),
    emptyLast:
      firstNullable < 0 ||
      (firstNullable === branches.length - 1 && branches[firstNullable]?.emptyLast === true),
    endsText: branches.every((branch) => branch.endsText),
    opening: branches.map((branch) => branch.opening).reduce(eitherOpening, NOTHING_CONSUMED),
    groups: branches.flatMap((branch) => branch.groups),
    sets: [],
  }
}

function eitherOpening(a: Opening | undefined, b: Opening | undefined): Opening | undefined {
  if (a === undefined || b === undefined) return undefined
  return { set: unionSets(a.set, b.set), splitsPairs: a.splitsPairs || b.splitsPairs }
}
