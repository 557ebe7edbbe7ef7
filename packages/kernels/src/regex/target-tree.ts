import type { CodePointSet } from './code-point-set.ts'

/** A tree in which every node means in JavaScript what the pattern meant in its dialect. */
export type TargetNode =
  | TargetSet
  | TargetRaw
  | { readonly kind: 'sequence'; readonly items: readonly TargetNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly TargetNode[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: TargetNode }
  | TargetRepeat
  | TargetLook
  | { readonly kind: 'atomic'; readonly body: TargetNode }
  | { readonly kind: 'backReference'; readonly group: number; readonly ignoreCase: boolean }

export interface TargetSet {
  readonly kind: 'set'
  readonly set: CodePointSet
  /** Matches half a surrogate pair too; only where the result cannot end between the halves. */
  readonly codeUnits: boolean
}

/** A zero-width assertion. */
export interface TargetRaw {
  readonly kind: 'raw'
  readonly source: string
  /** False when it looks ahead, which V8's linear engine cannot. */
  readonly linear: boolean
}

export interface TargetRepeat {
  readonly kind: 'repeat'
  readonly body: TargetNode
  readonly min: number
  readonly max: number
  readonly lazy: boolean
}

export interface TargetLook {
  readonly kind: 'look'
  readonly behind: boolean
  readonly negative: boolean
  readonly body: TargetNode
}

export const TARGET_EMPTY: TargetNode = { kind: 'sequence', items: [] }
