import { encodeJson, JSON_BLOCK_SIZE } from '@sluice/kernels'
import type { JsonLayout } from '@sluice/plugin/columns'
import type { EncodedLines } from '../carrier/arena.ts'
import type { Group } from '../carrier/group.ts'
import { jsonTags, jsonText } from '../carrier/json-lines.ts'
import { PADDING, type SharedMemory } from './shared-memory.ts'
import { settleTexts } from './settle-texts.ts'

/** Lines are encoded into pieces of this size: few writes, and room for the longest usual line. */
const PIECE_SIZE = 256 * 1024
const PAIR_SIZE = 8

/**
 * The rows of a group as JSON lines, by the kernel; undefined when part of the group is out of its sight: on the heap, of
 * a type that is no text, or too long.
 */
export function encodeShared(
  memory: SharedMemory,
  group: Group,
  layout: JsonLayout,
): EncodedLines | undefined {
  const { table } = group
  if (!settleTexts(group)) return undefined
  if (!memory.holdsTable(table)) return undefined
  const header = writeHeader(memory, group, layout)
  if (header === undefined) return undefined
  const positions = placePositions(memory, group)
  if (positions === undefined) return undefined
  const pieces: Uint8Array[] = []
  const releases: (() => void)[] = []
  const release = (): void => {
    for (const each of releases) each()
  }
  let position = 0
  while (position < group.length) {
    const block = memory.take(PIECE_SIZE)
    if (block === undefined) break
    releases.push(() => block.release())
    const done = encodeJson(memory.kernels, header.block, {
      ...header.places,
      slab: table.slab.byteOffset,
      rows: table.rows.byteOffset,
      runs: table.runs.byteOffset,
      positions: positions.address,
      time: layout.time,
      out: block.bytes.byteOffset,
      capacity: block.bytes.length - PADDING,
      position,
      end: group.length,
    })
    if (done.length === 0 && done.position === position) break
    pieces.push(block.bytes.subarray(0, done.length))
    position = done.position
  }
  positions.release()
  if (position === group.length) return { pieces, release }
  release()
  return undefined
}

interface Header {
  readonly block: Uint32Array
  readonly places: {
    readonly head: number
    readonly headLength: number
    readonly prefixes: number
  }
}

/** Parameter block, beginning of the lines and names of the keys, in the scratch space; undefined if they are too long. */
function writeHeader(memory: SharedMemory, group: Group, layout: JsonLayout): Header | undefined {
  const { scratch } = memory
  const { keys } = group.table
  const tags = layout.tags ? jsonTags(group) : ''
  const head = `${layout.prefix ?? ''}{${tags}`
  const names = keys.map((key) => `${jsonText(key)}:"`)
  const pairsAt = JSON_BLOCK_SIZE
  let at = pairsAt + keys.length * PAIR_SIZE
  const longest = (head.length + names.reduce((sum, { length }) => sum + length, 0)) * 3
  if (at + longest + PADDING > scratch.length) return undefined
  const base = scratch.byteOffset
  const headAt = at
  at += scratch.write(head, at, 'utf8')
  const headLength = at - headAt
  const pairs = new Uint32Array(scratch.buffer, base + pairsAt, keys.length * 2)
  for (const [index, name] of names.entries()) {
    const length = scratch.write(name, at, 'utf8')
    pairs[index * 2] = base + at
    pairs[index * 2 + 1] = length
    at += length
  }
  return {
    block: new Uint32Array(scratch.buffer, base, JSON_BLOCK_SIZE / 4),
    places: { head: base + headAt, headLength, prefixes: base + pairsAt },
  }
}

/** The group's rows as integers that the kernel can read, unless they are those of the table one by one. */
function placePositions(
  memory: SharedMemory,
  group: Group,
): { readonly address: number; release(): void } | undefined {
  if (group.hasWholeTable) return { address: 0, release: () => {} }
  const block = memory.take(group.length * 4)
  if (block === undefined) return undefined
  const rows = new Int32Array(block.bytes.buffer, block.bytes.byteOffset, group.length)
  for (let position = 0; position < rows.length; position++) rows[position] = group.rowAt(position)
  return { address: block.bytes.byteOffset, release: () => block.release() }
}
