import type { Opening } from './lowered.ts'

/** What surrounds a node of a pattern. */
export interface Surroundings {
  /** How what follows begins, when something must follow or the text must end; else undefined. */
  readonly follow: Opening | undefined
  /** The text starts here. */
  readonly atStart: boolean
  /** The first way to match is taken: nothing after it can make it try another. */
  readonly final: boolean
  /** The node is never tried between the halves of a surrogate pair. */
  readonly pairSafe: boolean
}
