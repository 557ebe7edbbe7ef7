import assert from 'node:assert/strict'
import type { ColumnGroup } from '@sluice/plugin/columns'
import { type Arena, createHeapArenas } from '../../carrier/arena.ts'
import { Group } from '../../carrier/group.ts'
import { FORM_BYTES, LogTable, RUN_STRIDE } from '../../carrier/log-table.ts'
import { SharedArena } from '../shared-arena.ts'
import type { SharedMemory } from '../shared-memory.ts'

/** What a kernel does with the values at the runs of all rows. */
export type Extract = (group: ColumnGroup, runs: Int32Array) => Uint8Array

export interface Extracted {
  readonly results: readonly number[]
  readonly fields: readonly (readonly (readonly [string, string])[])[]
  /** Fields that are bytes of the slab, beside the values themselves: only the compiled form adds such. */
  readonly byBytes: number
}

/**
 * Both forms of a kernel over rows with these values find the same; gives what the compiled one found. `mixed`: some rows
 * have other fields in front, some values come from JavaScript, and some rows were left out.
 */
export function assertSameFields(
  memory: SharedMemory,
  values: readonly Uint8Array[],
  forms: { readonly plain: Extract; readonly shared: Extract; readonly mixed?: boolean },
): Extracted {
  const { free } = memory.blocks
  const { plain, shared, mixed = false } = forms
  const expected = extract(plain, groupOf(createHeapArenas()(), values, mixed))
  const found = extract(shared, groupOf(new SharedArena(memory), values, mixed))
  assert.deepEqual(found.fields, expected.fields)
  assert.deepEqual(found.results, expected.results)
  assert.equal(memory.blocks.free, free)
  return found
}

function groupOf(arena: Arena, values: readonly Uint8Array[], mixed: boolean): Group {
  const group = new Group(new LogTable(arena))
  const content = group.key('content')
  const all = Buffer.concat(values)
  group.reserve(all.length).set(all)
  let offset = group.commit(all.length)
  for (const [index, { length }] of values.entries()) {
    const row = group.addRow(1, 2)
    const text =
      mixed && index % 5 === 4 ? all.toString('utf8', offset, offset + length) : undefined
    if (mixed && index % 3 === 0) group.appendText(row, group.key('other'), 'x')
    if (text !== undefined) group.appendText(row, content, text)
    else group.appendBytes(row, content, offset, length)
    offset += length
  }
  if (mixed) group.filterRows((row) => row % 4 !== 1)
  return group
}

function extract(kernel: Extract, group: Group): Extracted {
  const content = group.key('content')
  const runs = Int32Array.from({ length: group.length }, (_, row) => group.find(row, content))
  const results = [...kernel(group, runs)]
  let byBytes = 0
  const fields = results.map((_, row) => {
    const list: [string, string][] = []
    for (let run = group.first(row); run !== -1; run = group.next(row, run)) {
      list.push([group.keyName(group.runKey(run)), group.text(run)])
      if (group.table.runs[run * RUN_STRIDE + 1] === FORM_BYTES) byBytes++
    }
    return list
  })
  group.release()
  return { results, fields, byBytes: byBytes - results.length }
}
