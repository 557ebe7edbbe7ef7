import type { CodePointSet } from './code-point-set.ts'

export type AssertionKind =
  | 'lineEnd'
  | 'lineStart'
  | 'notWordBoundary'
  | 'softEnd'
  | 'textEnd'
  | 'textStart'
  | 'wordBoundary'
  | 'wordEnd'
  | 'wordStart'

/** What a pattern says, free of spelling and flags; offsets point into the pattern. */
export type SyntaxNode =
  | { readonly kind: 'set'; readonly set: CodePointSet }
  | { readonly kind: 'assertion'; readonly what: AssertionKind }
  | { readonly kind: 'sequence'; readonly items: readonly SyntaxNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly SyntaxNode[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: SyntaxNode }
  | RepeatNode
  | LookNode
  | { readonly kind: 'atomic'; readonly body: SyntaxNode; readonly offset: number }
  | BackReferenceNode

export interface RepeatNode {
  readonly kind: 'repeat'
  readonly body: SyntaxNode
  readonly min: number
  /** Infinity for no bound. */
  readonly max: number
  readonly lazy: boolean
  readonly offset: number
}

export interface LookNode {
  readonly kind: 'look'
  readonly behind: boolean
  readonly negative: boolean
  readonly body: SyntaxNode
  readonly offset: number
}

export interface BackReferenceNode {
  readonly kind: 'backReference'
  readonly group: number
  readonly ignoreCase: boolean
  readonly offset: number
}

export const EMPTY: SyntaxNode = { kind: 'sequence', items: [] }
