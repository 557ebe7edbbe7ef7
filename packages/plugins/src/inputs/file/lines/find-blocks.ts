/** What a line's flags say: where patterns were found in it. */
export const START = 1
export const CONTINUE = 2
export const END = 4

/** Which lines make a block. */
export interface BlockRule {
  /** Which of `START`, `CONTINUE` and `END` there are: start, start and continue, start and end, continue and end, or end. */
  readonly patterns: number
  /** Whether a line that starts a block may be its end, too. */
  readonly oneLine: boolean
}

/** Takes what is found: lines from the first to the last, these included. */
export interface BlockSink {
  block(first: number, last: number): void
  unmatched(first: number, last: number): void
}

const NONE = -1

/**
 * Finds the blocks of lines, given the flags of each. Every line goes to `sink`, in order, but those that a block may go on
 * behind: returns the first of these, or the number of lines when there are none.
 *
 * @param first the line to begin with
 * @param isOpen whether that line may belong to a block that began earlier
 */
export function findBlocks(
  { patterns, oneLine }: BlockRule,
  flags: Uint8Array,
  first: number,
  isOpen: boolean,
  sink: BlockSink,
): number {
  const opening = (patterns & START) === 0 ? CONTINUE : START
  const isEndOnly = patterns === END
  let open = isOpen || isEndOnly ? first : NONE
  for (let line = first; line < flags.length; line++) {
    const found = flags[line] as number
    if (open !== NONE) {
      if (goesOn(patterns, found)) continue
      if ((patterns & END) !== 0) {
        if ((found & END) === 0) sink.unmatched(open, line)
        else sink.block(open, line)
        open = isEndOnly ? line + 1 : NONE
        continue
      }
      // What began earlier may have had its last line there.
      if (line > open) sink.block(open, line - 1)
      open = NONE
    }
    const isOneLine = oneLine || opening === CONTINUE
    if ((found & opening) !== 0 && !(oneLine && (found & END) !== 0)) open = line
    else if ((found & END) !== 0 && isOneLine) sink.block(line, line)
    else sink.unmatched(line, line)
  }
  return open === NONE ? flags.length : open
}

/** Whether a line belongs to the block before it, and does not end it. */
function goesOn(patterns: number, found: number): boolean {
  if ((patterns & CONTINUE) !== 0) return (found & CONTINUE) !== 0
  return (patterns & END) !== 0 ? (found & END) === 0 : (found & START) === 0
}
