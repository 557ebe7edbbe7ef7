import type { Kernels } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { ROW_STRIDE, RUN_STRIDE } from '../carrier/log-table.ts'
import { plainKernels } from '../plain-kernels/plain-kernels.ts'
import { compileSharedDelimiter } from './compiled-delimiter.ts'
import { CompiledJson } from './compiled-json.ts'
import { compileSharedKeyValue } from './compiled-key-value.ts'
import { compileSharedRegex } from './compiled-regex.ts'
import { matchSharedLines } from './match-lines.ts'
import { compileSharedTime } from './compiled-time.ts'
import type { SharedMemory } from './shared-memory.ts'

/** Lines shorter than this on average take more than one call. */
const USUAL_LINE = 64

/** The kernels in compiled form, for what lies in `memory`; what does not is done in plain JavaScript. */
export function compiledKernels(memory: SharedMemory): Kernels {
  return {
    regex: (pattern, options) => compileSharedRegex(memory, pattern, options),
    delimiter: (options) => compileSharedDelimiter(memory, options),
    time: (options) => compileSharedTime(memory, options),
    json: (options) => new CompiledJson(memory, options),
    keyValue: (options) => compileSharedKeyValue(memory, options),
    splitLines(columns, from, to, key, seconds, nanos) {
      const group = columns as Group
      const { table } = group
      let next = from
      while (group.hasWholeTable) {
        table.reserveLines(Math.ceil((to - next) / USUAL_LINE) + 1)
        if (!memory.holdsTable(table)) break
        const { slab, rows, runs, rowCount, runCount } = table
        const added = memory.kernels.splitLines(
          slab.byteOffset,
          next,
          to,
          rows.byteOffset,
          rowCount,
          Math.floor(rows.length / ROW_STRIDE),
          runs.byteOffset,
          runCount,
          runs.length / RUN_STRIDE,
          key,
          seconds,
          nanos,
        )
        table.addLines(added)
        group.addTableRows(added)
        next = endOfLines(group, next, added)
        const isFull = table.rowCount === Math.floor(rows.length / ROW_STRIDE)
        if (!isFull && table.runCount < runs.length / RUN_STRIDE) return next
      }
      return plainKernels.splitLines(group, next, to, key, seconds, nanos)
    },
    matchLines: (group, from, to, expressions) =>
      matchSharedLines(memory, group as Group, from, to, expressions) ??
      plainKernels.matchLines(group, from, to, expressions),
  }
}

/** Behind the newline of the last line that was added, if one was. */
function endOfLines({ table }: Group, from: number, added: number): number {
  if (added === 0) return from
  const place = (table.runCount - 1) * RUN_STRIDE
  return (table.runs[place + 2] as number) + (table.runs[place + 3] as number) + 1
}
