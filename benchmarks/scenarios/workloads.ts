import { compileOnePass } from '@sluice/kernels'
import {
  type AccessLogEntry,
  accessLog,
  accessLogKeys,
  accessLogLine,
  accessLogPattern,
} from '../../scripts/access-log.ts'
import { delimitedKeys, delimitedLog, delimitedText } from '../inputs/delimited-log.ts'
import { jsonLog, jsonText } from '../inputs/json-log.ts'
import { pairLog, pairText } from '../inputs/pair-log.ts'
import { stackTraceLog, traceStart } from '../inputs/stack-trace-log.ts'
import type { Event, Workload } from '../work.ts'

const content = (event: Event) => String(event.content)
const accessLine = (event: Event) => accessLogLine(event as unknown as AccessLogEntry)

const lines = {
  work: { kind: 'lines' },
  texts: () => accessLog({ seed: 1, lineLength: 511 }),
  restore: content,
} as const

const serverErrors = '^5..$'

/** Where the quoted parts end is plain to a reader, but not to a program that never goes back. */
const ambiguousPattern = String.raw`^(\S+) - (\S+) \[([^\]]+)\] "(\S+) (.+) (\S+)" (\d{3}) (\d+) "(.*)" "(.*)"$`

/** What `regex-file` does, which others do differently. */
export const regex = {
  work: { kind: 'regex', pattern: accessLogPattern, keys: accessLogKeys },
  texts: () => accessLog({ seed: 2, traceLength: 60 }),
  restore: accessLine,
} as const

const regex512 = { ...regex, texts: () => accessLog({ seed: 3, lineLength: 511 }) }

export const wholeFileWorkloads: readonly Workload[] = [
  {
    name: 'single-null',
    description: 'lines of 512 bytes, not parsed, dropped',
    sink: 'null',
    ...lines,
  },
  {
    name: 'single-file',
    description: 'lines of 512 bytes, not parsed',
    sink: 'file',
    ...lines,
  },
  {
    name: 'regex-null',
    description: 'the log of regex-file, parsed, dropped',
    sink: 'null',
    ...regex,
  },
  {
    name: 'regex-file',
    description: 'access log, 225 bytes a line on average, ten fields by a regular expression',
    sink: 'file',
    ...regex,
  },
  {
    name: 'regex-file-512',
    description: 'the same with lines of 512 bytes',
    sink: 'file',
    ...regex512,
  },
  {
    name: 'regex-filter-null',
    description: 'the log of regex-file, parsed, server errors kept and dropped at the end',
    sink: 'null',
    ...regex,
    work: { ...regex.work, kind: 'regex-filter', field: 'status', matches: serverErrors },
    keeps: (text) => /" 5\d\d \d+ "/.test(text),
  },
  {
    name: 'regex-v8-file',
    description: 'the log of regex-file with an expression that needs backtracking',
    sink: 'file',
    ...regex,
    texts: () => {
      assertBacktracks(ambiguousPattern)
      return regex.texts()
    },
    work: { ...regex.work, pattern: ambiguousPattern },
  },
  {
    name: 'json-file',
    description: 'JSON objects of 270 bytes with a nested one and escapes',
    sink: 'file',
    work: { kind: 'json' },
    texts: () => jsonLog(4),
    restore: jsonText,
  },
  {
    name: 'delimiter-file',
    description: 'ten columns between commas, some of them quoted',
    sink: 'file',
    work: { kind: 'delimiter', separator: ',', quote: '"', keys: delimitedKeys },
    texts: () => delimitedLog(5),
    restore: delimitedText,
  },
  {
    name: 'kv-file',
    description: 'nine `key=value` pairs a line, some of them quoted',
    sink: 'file',
    work: { kind: 'pairs' },
    texts: () => pairLog(6),
    restore: pairText,
  },
  {
    name: 'multi-file',
    description: 'Java stack traces of seven lines of 100 bytes, joined',
    sink: 'file',
    work: { kind: 'join', start: traceStart },
    texts: () => stackTraceLog(7),
    restore: content,
  },
  {
    name: 'js-plugin-file',
    description: 'regex-file, and a plugin in plain JavaScript sets one field',
    sink: 'file',
    ...regex,
    work: { ...regex.work, kind: 'regex-script' },
    restore: (event) => {
      const line = accessLine(event)
      if (event.status_class === `${String(event.status)[0]}xx`) return line
      return `status_class is ${String(event.status_class)} in ${line}`
    },
  },
]

/** The scenario would measure something else once the compiler of programs learns to do it. */
function assertBacktracks(pattern: string): void {
  if ('reason' in compileOnePass(pattern, { dialect: 'perl', match: 'full' })) return
  throw new Error('the expression of regex-v8-file runs as a program now: it needs another one')
}

export const steadyWorkloads: readonly Workload[] = [
  {
    name: 'steady-single',
    description: 'a file that grows by 10 MB/s, the lines of single-file',
    sink: 'file',
    ...lines,
  },
  {
    name: 'steady-regex',
    description: 'a file that grows by 10 MB/s, the log of regex-file-512, parsed',
    sink: 'file',
    ...regex512,
  },
]
