import assert from 'node:assert/strict'
import { encodeJson, JSON_BLOCK_SIZE, type JsonRows } from '../encode-json.ts'
import { type KernelMemory, PADDING } from './kernel-memory.ts'

export interface JsonRow {
  readonly seconds: number
  readonly fields: readonly (readonly [key: number, value: Uint8Array])[]
}

/** Rows to encode and how. */
export interface JsonCase {
  readonly keys: readonly string[]
  readonly rows: readonly JsonRow[]
  /** Which rows; undefined for all. */
  readonly positions?: readonly number[] | undefined
  readonly head: string
  readonly time: JsonRows['time']
  readonly capacity: number
}

/** The line of a row as the specification has it: `JSON.stringify` of each text; nothing for a row without fields. */
export function expectedLine({ keys, head, time }: JsonCase, { seconds, fields }: JsonRow): string {
  if (fields.length === 0) return ''
  const members = fields.map(([key, value]) => {
    const text = Buffer.from(value).toString('utf8')
    return `${JSON.stringify(keys[key])}:${JSON.stringify(text)}`
  })
  if (time === 'number-first') members.unshift(`"__time__":${seconds}`)
  if (time === 'string-last') members.push(`"__time__":"${seconds}"`)
  return `${head}${members.join(',')}}\n`
}

/** The most that the kernel may ask for before it writes a row. */
function mostOf({ keys, head }: JsonCase, { fields }: JsonRow): number {
  const sizes = fields.map(
    ([key, value]) => Buffer.byteLength(JSON.stringify(keys[key])) + 4 + 6 * value.length,
  )
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(head) + 24 + 64)
}

/** Encodes the rows in as many calls as it takes and compares with the specification. Returns the number of calls. */
export function assertEncodes(memory: KernelMemory, json: JsonCase): number {
  const { end, call, chosen } = place(memory, json)
  let calls = 0
  for (let position = 0; position < end; calls++) {
    const next = call(position)
    const written = chosen.slice(position, next.position)
    const expected = written.map((row) => expectedLine(json, row)).join('')
    // Bytes, because decoding would make the same of an invalid sequence and of U+FFFD.
    assert.deepEqual(next.lines, Buffer.from(expected))
    position = next.position
    if (position === end || next.lines.length > 0) continue
    // A row that cannot fit is handed back, and no other.
    const row = chosen[position] as JsonRow
    assert.ok(mostOf(json, row) > json.capacity, 'a row that fits was not written')
    position++
  }
  return calls
}

function place(memory: KernelMemory, json: JsonCase) {
  memory.reset()
  const { rows, runs, values } = tablesOf(json.rows)
  const prefixes = json.keys.flatMap((key) => {
    const text = Buffer.from(`${JSON.stringify(key)}:"`)
    return [memory.put(text), text.length]
  })
  const head = Buffer.from(json.head)
  const chosen = json.positions?.map((row) => json.rows[row] as JsonRow) ?? json.rows
  const parameters = {
    slab: memory.put(values),
    rows: memory.putInts(rows),
    runs: memory.putInts(runs),
    positions: json.positions === undefined ? 0 : memory.putInts(json.positions),
    prefixes: memory.putInts(prefixes),
    head: memory.put(head),
    headLength: head.length,
    time: json.time,
    out: memory.output(json.capacity + PADDING),
    capacity: json.capacity,
    end: chosen.length,
  }
  const block = new Uint32Array(memory.bytes.buffer, memory.output(JSON_BLOCK_SIZE, 4), 12)
  return {
    chosen,
    end: chosen.length,
    call: (position: number) => {
      memory.ready()
      const { out, capacity } = parameters
      const encoded = encodeJson(memory.kernels, block, { ...parameters, position })
      memory.assertOnlyOutputsChanged()
      assert.ok(encoded.length <= capacity, 'more was written than there is room for')
      const lines = Buffer.from(memory.bytes.subarray(out, out + encoded.length))
      return { position: encoded.position, lines }
    },
  }
}

/** Rows and runs as integers, and the values one behind the other, so that a read behind one's end sees the next. */
function tablesOf(rows: readonly JsonRow[]): { rows: number[]; runs: number[]; values: Buffer } {
  const [rowInts, runInts, values]: [number[], number[], Uint8Array[]] = [[], [], []]
  let offset = 0
  for (const { seconds, fields } of rows) {
    rowInts.push(runInts.length / 4, fields.length, fields.length, seconds | 0, 5, -1)
    for (const [key, value] of fields) {
      runInts.push(key, 0, offset, value.length)
      values.push(value)
      offset += value.length
    }
  }
  return { rows: rowInts, runs: runInts, values: Buffer.concat(values) }
}
