import { type BlockRule, type BlockSink, CONTINUE, END, findBlocks } from './find-blocks.ts'
import { writeRows } from './row-writer.ts'
import type { Amid, Ending, Split, Splitter, Stretch } from './stretch.ts'

/** How lines are joined to blocks. */
export interface BlockFormat extends BlockRule {
  /** What is left at the end of a file: a block, or lines that belong to none. */
  readonly leftOver: 'block' | 'unmatched'
  /** Whether the rest of a block that was cut as too long still belongs to it. */
  readonly resumes: boolean
  /** Lines that belong to no block: an event each, or left out. */
  readonly unmatched: 'single_line' | 'discard'
  /** Whether a line begins a block, whatever stands around it; not there when that cannot be told. */
  readonly isFirst?: (line: string) => boolean
  /**
   * The end of each line of a stretch, and what was found in it; see `findBlocks`.
   *
   * @param first the line to begin with; flags of earlier ones do not matter
   */
  mark(stretch: Stretch, first: number): { readonly ends: Int32Array; readonly flags: Uint8Array }
}

/** Makes an event of each block of lines. */
export class BlockSplitter implements Splitter {
  readonly #format: BlockFormat
  readonly #offsetKey: string | undefined

  constructor(format: BlockFormat, offsetKey: string | undefined) {
    this.#format = format
    this.#offsetKey = offsetKey
  }

  split(stretch: Stretch, ending: Ending, amid: Amid | undefined, time: number): Split {
    const format = this.#format
    const first = amid === 'unmatchedLine' && stretch.to > stretch.from ? 1 : 0
    const { ends, flags } = format.mark(stretch, first)
    const found = new FoundRanges(stretch.from, ends, format.unmatched)
    if (ending === 'torn') flags[0] = tornFlags(flags[0] as number, format)
    if (amid === 'blockLine') flags[0] = restFlags(flags[0] as number, format)
    if (first > 0) found.unmatched(0, 0)
    const isOpen = amid === 'block' || amid === 'blockLine'
    let next = findBlocks(format, flags, first, isOpen, found)
    let left: Amid | undefined = next === 0 ? amid : undefined
    let isCut = ending === 'torn'
    if (isCut) {
      left = next === 0 && format.resumes ? 'blockLine' : 'unmatchedLine'
      if (next === 0) found.block(0, 0)
    } else if (ending === 'full' && next === 0) {
      isCut = true
      left = format.resumes ? 'block' : undefined
      found.block(0, ends.length - 1)
    } else if (ending === 'last') {
      left = undefined
      if (next < ends.length) found[format.leftOver](next, ends.length - 1)
    }
    if (isCut || ending === 'last') next = ends.length
    writeRows(stretch, found.ranges, time, this.#offsetKey)
    const end = next === ends.length ? stretch.to : found.startOf(next)
    return { end, amid: left, isCut, discarded: found.discarded }
  }
}

/** The beginning of a line does not end a block: its rest may. */
function tornFlags(flags: number, { patterns }: BlockFormat): number {
  // Where a block may begin with its end, it has begun.
  const isBegun = (flags & END) !== 0 && (patterns & CONTINUE) !== 0
  return (isBegun ? flags | CONTINUE : flags) & ~END
}

/** The rest of a line goes on with its block, or ends it. */
function restFlags(flags: number, { patterns }: BlockFormat): number {
  return (flags & END) | (patterns & CONTINUE)
}

/** The ranges of bytes that become events. */
class FoundRanges implements BlockSink {
  readonly ranges: number[] = []
  discarded = 0
  readonly #from: number
  readonly #ends: Int32Array
  readonly #treatment: BlockFormat['unmatched']

  constructor(from: number, ends: Int32Array, treatment: BlockFormat['unmatched']) {
    this.#from = from
    this.#ends = ends
    this.#treatment = treatment
  }

  startOf(line: number): number {
    return line === 0 ? this.#from : (this.#ends[line - 1] as number) + 1
  }

  block(first: number, last: number): void {
    this.ranges.push(this.startOf(first), this.#ends[last] as number)
  }

  unmatched(first: number, last: number): void {
    if (this.#treatment === 'discard') this.discarded += last - first + 1
    else for (let line = first; line <= last; line++) this.block(line, line)
  }
}
