import { LINES_BLOCK_SIZE, matchLines, type ProgramImage, UNDECIDED_SHIFT } from '@sluice/kernels'
import type { LineMatches, RegexKernel } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { flagsOf } from '../plain-kernels/match-lines.ts'
import { CompiledRegex } from './compiled-regex.ts'
import type { SharedMemory } from './shared-memory.ts'

/** Lines of one call: a window of usual ones. */
const CALL_LINES = 4096

/** Finds lines by the kernel and tests expressions on them; undefined when the group is out of its sight. */
export function matchSharedLines(
  memory: SharedMemory,
  { table }: Group,
  from: number,
  to: number,
  expressions: readonly RegexKernel[],
): LineMatches | undefined {
  const { slab } = table
  if (!memory.holds(slab)) return undefined
  const images = expressions.map((expression) =>
    expression instanceof CompiledRegex ? expression.image : undefined,
  )
  const found = runKernel(memory, slab.byteOffset, from, to, images)
  if (found === undefined) return undefined
  const { ends, flags } = found
  const plain = images.reduce((mask, image, index) => mask | (image ? 0 : 1 << index), 0)
  let start = from
  for (let line = 0; line < ends.length; line++) {
    const end = ends[line] as number
    const decided = flags[line] as number
    const mask = (decided >> UNDECIDED_SHIFT) | plain
    if (mask !== 0) {
      const more = flagsOf(table.decode(start, end - start), expressions, mask)
      flags[line] = (decided & ((1 << UNDECIDED_SHIFT) - 1)) | more
    }
    start = end + 1
  }
  return found
}

function runKernel(
  memory: SharedMemory,
  slab: number,
  from: number,
  to: number,
  images: readonly (ProgramImage | undefined)[],
): LineMatches | undefined {
  const sizes = images.map((image) => ((image?.bytes.length ?? 0) + 3) & ~3)
  const endsAt = LINES_BLOCK_SIZE + sizes.reduce((sum, size) => sum + size, 0)
  const workAt = endsAt + CALL_LINES * 4
  const flagsAt = workAt + Math.max(0, ...images.map((image) => image?.workSize ?? 0))
  const block = memory.take(flagsAt + CALL_LINES)
  if (block === undefined) return undefined
  const { bytes } = block
  const at = bytes.byteOffset
  let imageAt = LINES_BLOCK_SIZE
  const programs = images.flatMap((image, index) => {
    const place = imageAt
    imageAt += sizes[index] as number
    if (image === undefined) return []
    bytes.set(image.bytes, place)
    return { image: at + place, classesOffset: image.classesOffset, flag: 1 << index }
  })
  const parameters = new Uint32Array(bytes.buffer, at, LINES_BLOCK_SIZE / 4)
  const places = { ends: at + endsAt, flags: at + flagsAt, work: at + workAt }
  const addresses = new Int32Array(bytes.buffer, places.ends, CALL_LINES)
  const parts: LineMatches[] = []
  for (let next = from, count = CALL_LINES; count === CALL_LINES && next < to;) {
    const range = { from: slab + next, to: slab + to, capacity: CALL_LINES }
    count = matchLines(memory.kernels, parameters, { ...range, ...places, programs })
    const ends = addresses.slice(0, count)
    for (let line = 0; line < count; line++) ends[line] = (ends[line] as number) - slab
    parts.push({ ends, flags: Uint8Array.from(bytes.subarray(flagsAt, flagsAt + count)) })
    next = (ends.at(-1) ?? to) + 1
  }
  block.release()
  return join(parts)
}

function join(parts: readonly LineMatches[]): LineMatches {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  const count = parts.reduce((sum, { ends }) => sum + ends.length, 0)
  const [ends, flags] = [new Int32Array(count), new Uint8Array(count)]
  let at = 0
  for (const part of parts) {
    ends.set(part.ends, at)
    flags.set(part.flags, at)
    at += part.ends.length
  }
  return { ends, flags }
}
