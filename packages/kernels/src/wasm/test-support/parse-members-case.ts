import assert from 'node:assert/strict'
import { UNDECIDED } from '../../one-pass/program.ts'
import { KeyDictionary } from '../key-dictionary.ts'
import { MEMBERS_BLOCK_WORDS, parseMembers, SPARE_KEYS } from '../parse-members.ts'
import { type KernelMemory, PADDING } from './kernel-memory.ts'

const ROW = 6
const RUN = 4
const SOURCE_KEY = 900
/** Most runs that rows of a case may get. */
const MOST_RUNS = 2000

export interface ParsedRow {
  readonly result: number
  readonly fields: readonly (readonly [name: string, value: Buffer])[]
}

/** What the members of values are; `pairs` is an image of how pairs look. */
export interface MemberKind {
  readonly mode: number
  readonly dictionary: KeyDictionary
  readonly pairs?: Uint8Array
}

/** A dictionary as the users of the kernel have it. */
export function jsonDictionary(): KeyDictionary {
  return new KeyDictionary(0x22, (source) => JSON.parse(`"${source.toString()}"`) as string)
}

/**
 * Runs the kernel over rows of one value each in as many calls as it takes, with as little room as it asks for. Gives what
 * became of each row.
 */
export function parseRows(
  memory: KernelMemory,
  values: readonly Uint8Array[],
  kind: MemberKind,
): readonly ParsedRow[] {
  const { mode, dictionary } = kind
  const table = place(memory, values, kind)
  const { parameters, slab, names } = table
  const ids: string[] = []
  const idOf = (name: string): number => {
    return ids.includes(name) ? ids.indexOf(name) : ids.push(name) - 1
  }
  let state = { position: 0, runCount: values.length, stamp: 0, text: table.length }
  let runCapacity = values.length
  let textEnd = table.length
  while (state.position < values.length) {
    memory.ready()
    const all = { ...parameters, ...state, mode, runCapacity, textEnd, isFull: dictionary.isFull }
    const done = parseMembers(memory.kernels, table.block, all)
    memory.assertOnlyOutputsChanged()
    assert.ok(done.runCount <= runCapacity && done.text <= textEnd, 'it took more than there is')
    if (done.stop === 'runs') runCapacity++
    if (done.stop === 'key') {
      const spare = `spare${done.missingKey}`
      memory.ints(parameters.spareKeys + 4 * done.missingKey, 1)[0] = idOf(spare)
    }
    if (done.stop === 'text') textEnd = done.text + done.missingText
    const pairs = memory.ints(names, done.stop === 'names' ? done.nameCount * 2 : 0)
    let { position } = done
    for (let at = 0; at < pairs.length && position === done.position; at += 2) {
      const [from = 0, length = 0] = pairs.subarray(at)
      const range = [slab + from, slab + from + length] as const
      if (dictionary.learn(table.placed, memory.bytes, range, idOf)) continue
      memory.bytes[parameters.results + position++] = UNDECIDED
    }
    state = { ...done, position }
  }
  return values.map((_, index) => ({
    result: memory.bytes[parameters.results + index] as number,
    fields: table.fieldsOf(index, ids),
  }))
}

function place(
  memory: KernelMemory,
  values: readonly Uint8Array[],
  { dictionary, pairs }: MemberKind,
) {
  memory.reset()
  const bytes = Buffer.concat(values)
  const slab = memory.put(bytes, 0)
  memory.output(bytes.length + PADDING)
  const image = dictionary.image()
  const placed = memory.output(image.byteLength + PADDING, 4)
  const { buffer } = memory.ints(placed, 0)
  new Uint32Array(buffer, placed, image.length).set(image)
  const rows = memory.output(values.length * ROW * 4, 4)
  const runs = memory.output(MOST_RUNS * RUN * 4, 4)
  const names = memory.output(16, 4)
  let offset = 0
  for (const [index, { length }] of values.entries()) {
    memory.ints(rows + index * ROW * 4, ROW).set([index, 1, 1, 7, 8, -1])
    memory.ints(runs + index * RUN * 4, RUN).set([SOURCE_KEY, 0, offset, length])
    offset += length
  }
  const spareKeys = memory.output(SPARE_KEYS * 2 * 4, 4)
  memory.ints(spareKeys, SPARE_KEYS * 2).fill(-1)
  memory.putInts([])
  const pairsAt = pairs === undefined ? 0 : memory.put(pairs)
  const blockAt = memory.output(MEMBERS_BLOCK_WORDS * 4, 4)
  const indexes = memory.putInts(values.map((_, index) => index))
  const parameters = {
    ...{ slab, rows, runs, rowIndexes: 0, runIndexes: indexes, count: values.length },
    ...{ results: memory.output(values.length), dictionary: placed, names, nameCapacity: 2 },
    ...{ pairs: pairsAt, spareKeys },
  }
  /** The fields behind the value itself, which has to be there still. */
  const fieldsOf = (row: number, ids: readonly string[]) => {
    const [first = 0, count = 0, , ...rest] = memory.ints(rows + row * ROW * 4, ROW)
    assert.deepEqual(rest, [7, 8, -1])
    return Array.from({ length: count }, (_, index) => {
      const [key = -1, form, from = 0, length = 0] = memory.ints(
        runs + (first + index) * RUN * 4,
        RUN,
      )
      assert.equal(form, 0)
      assert.equal(key === SOURCE_KEY, index === 0)
      const value = Buffer.from(memory.bytes.subarray(slab + from, slab + from + length))
      return [ids[key] ?? '', value] as const
    }).slice(1)
  }
  return {
    ...{ slab, length: bytes.length, names, parameters, fieldsOf },
    placed: new Uint32Array(buffer, placed, image.length),
    block: new Uint32Array(buffer, blockAt, MEMBERS_BLOCK_WORDS),
  }
}
