import type { ColumnGroup, Kernels } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { PlainJson } from './json/plain-json.ts'
import { PlainKeyValue } from './plain-key-value.ts'
import { matchPlainLines } from './match-lines.ts'
import { PlainDelimiter } from './plain-delimiter.ts'
import { PlainRegex } from './plain-regex.ts'
import { PlainTime } from './plain-time.ts'

const NEWLINE = 0x0a
const OFF = 'compiled kernels are off'

/** The bytes of a group, for kernels: what was committed of them is theirs to read while the group lives. */
export function slabOf(group: ColumnGroup): Buffer {
  return (group as Group).table.slab
}

/** The kernels in plain JavaScript: the specification of every faster form. */
export const plainKernels: Kernels = {
  regex: (pattern, options) => new PlainRegex(pattern, options, OFF),
  delimiter: (options) => new PlainDelimiter(options, OFF),
  time: (options) => new PlainTime(options, OFF),
  json: (options) => new PlainJson(options, OFF),
  keyValue: (options) => new PlainKeyValue(options, OFF),
  splitLines(group, from, to, key, seconds, nanos) {
    const bytes = slabOf(group).subarray(0, to)
    let start = from
    for (let end = bytes.indexOf(NEWLINE, start); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      group.appendBytes(group.addRow(seconds, nanos), key, start, end - start)
      start = end + 1
    }
    return start
  },
  matchLines: (group, from, to, expressions) =>
    matchPlainLines(group as Group, from, to, expressions),
}
