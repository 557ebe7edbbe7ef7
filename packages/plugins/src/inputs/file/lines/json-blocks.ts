import type { Kernels } from '@sluice/plugin/columns'
import type { BlockFormat } from './block-splitter.ts'
import { END, START } from './find-blocks.ts'
import type { Stretch } from './stretch.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = 0x7b
const CLOSING = 0x7d
const SPACE = 0x20
const NO_DEPTH = 0

/**
 * Objects of JSON, from a line that begins with `{` to the line with its last `}`. A line end inside a string is no JSON:
 * such an object ends there, lest a lost quote swallows all that follows.
 */
export function jsonBlocks(kernels: Kernels): BlockFormat {
  return {
    patterns: START | END,
    oneLine: true,
    leftOver: 'block',
    resumes: false,
    unmatched: 'single_line',
    mark: (stretch, first) => markObjects(kernels, stretch, first),
  }
}

function markObjects(
  kernels: Kernels,
  { group, bytes, from, to }: Stretch,
  first: number,
): ReturnType<BlockFormat['mark']> {
  const { ends, flags } = kernels.matchLines(group, from, to, [])
  let depth = NO_DEPTH
  for (let line = first; line < ends.length; line++) {
    const start = line === 0 ? 0 : (ends[line - 1] as number) + 1 - from
    const end = (ends[line] as number) - from
    if (depth === NO_DEPTH && !beginsObject(bytes, start, end)) continue
    if (depth === NO_DEPTH) flags[line] = START
    depth = depthBehind(bytes, start, end, depth)
    if (depth === NO_DEPTH) flags[line] = (flags[line] as number) | END
  }
  return { ends, flags }
}

function beginsObject(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && (bytes[at] as number) <= SPACE) at++
  return at < end && bytes[at] === OPENING
}

/** How many objects are open behind a line; none when its last string is not closed. */
function depthBehind(bytes: Uint8Array, start: number, end: number, before: number): number {
  let depth = before
  let isString = false
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) isString = !isString
    else if (byte === BACKSLASH && isString) at++
    else if (isString) continue
    else if (byte === OPENING) depth++
    else if (byte === CLOSING) depth--
  }
  return isString ? NO_DEPTH : Math.max(NO_DEPTH, depth)
}
