import type { CounterMetric, PluginContext } from '@sluice/plugin'
import type { ColumnGroup } from '@sluice/plugin/columns'
import { boolean, string } from '@sluice/plugin/schema'
import { findFirst } from './find-first.ts'
import { OFFSET_KEY, OFFSET_KEY_METADATA } from './offset-key.ts'
import { ParseReport, ParseTally } from './parse-report.ts'
import { findEach, type ParseRows } from './parse-rows.ts'

/** Options that every native parser has, as properties of its schema. */
export const nativeParserOptions = {
  SourceKey: string()
    .min(1)
    .describe('The field to parse; an event without it passes by unchanged.'),
  KeepingSourceWhenParseFail: boolean()
    .default(false)
    .describe(
      'Keep the value of an event that cannot be parsed. Otherwise the value is removed, and an event that has nothing else is dropped.',
    ),
  KeepingSourceWhenParseSucceed: boolean()
    .default(false)
    .describe('Keep the value of an event that was parsed.'),
  RenamedSourceKey: string()
    .default('')
    .describe('Key under which the value is kept. Empty: the one of SourceKey.'),
  CopingRawLog: boolean()
    .default(false)
    .describe(
      'Also add the value as __raw_log__ if it cannot be parsed; needs KeepingSourceWhenParseFail.',
    ),
}

/** The values of {@link nativeParserOptions}. */
export interface NativeParserOptions {
  readonly SourceKey: string
  readonly KeepingSourceWhenParseFail: boolean
  readonly KeepingSourceWhenParseSucceed: boolean
  readonly RenamedSourceKey: string
  readonly CopingRawLog: boolean
}

const RAW_LOG_KEY = '__raw_log__'
const CONTAINER_KEYS = ['_time_', '_source_'] as const

/** What all native parsers do around parsing: find the source field, keep it as asked for, drop what is left empty. */
export class NativeParser {
  readonly #options: NativeParserOptions
  readonly #report: ParseReport
  readonly #discarded: CounterMetric

  constructor(options: NativeParserOptions, context: PluginContext, failure: string) {
    this.#options = options
    this.#report = new ParseReport(context, options.SourceKey, { missing: false, failed: failure })
    this.#discarded = context.metrics.counter('discarded_events_total')
  }

  /**
   * `parseRows` adds fields behind a row's own. They then replace the row's earlier fields of the same names, the source
   * field included. `keys` are the ids it gives to fields, where it may give one to several fields of a row: then the last
   * one counts.
   */
  parse(group: ColumnGroup, keys: readonly number[], parseRows: ParseRows): void {
    const { KeepingSourceWhenParseFail, KeepingSourceWhenParseSucceed } = this.#options
    const key = group.key(this.#options.SourceKey)
    const repeated = new Set(keys).size < keys.length
    const tally = new ParseTally()
    const unparsed = new Set<number>()
    const runs = findEach(group, key)
    const own = new Uint32Array(runs.length)
    for (let row = 0; row < runs.length; row++) own[row] = countFields(group, row)
    const parsed = parseRows(group, runs)
    for (let row = 0; row < runs.length; row++) {
      if (runs[row] === -1) {
        tally.missing++
      } else if (parsed[row] === 1) {
        tally.parsed++
        this.#settle(group, row, key, KeepingSourceWhenParseSucceed, false)
        if (own[row] !== 1) dropReplaced(group, row, (own[row] as number) - 1)
        if (repeated) keepLast(group, row, keys)
      } else {
        tally.fail(group, findFirst(group, row, key))
        this.#settle(group, row, key, KeepingSourceWhenParseFail, this.#options.CopingRawLog)
        if (!KeepingSourceWhenParseFail) unparsed.add(row)
      }
    }
    this.#report.publish(tally)
    if (unparsed.size > 0) this.#discardEmpty(group, unparsed)
  }

  /** Removes the source field, after copying it under the names where it is wanted and nothing else is. */
  #settle(group: ColumnGroup, row: number, key: number, keep: boolean, raw: boolean): void {
    if (keep) {
      const { RenamedSourceKey } = this.#options
      this.#copy(group, row, key, RenamedSourceKey === '' ? key : group.key(RenamedSourceKey))
      if (raw) this.#copy(group, row, key, group.key(RAW_LOG_KEY))
    }
    group.removeRun(row, findFirst(group, row, key))
  }

  #copy(group: ColumnGroup, row: number, key: number, target: number): void {
    const source = findFirst(group, row, key)
    const present = group.find(row, target)
    if (present === -1 || present === source) group.appendCopy(row, target, source)
  }

  #discardEmpty(group: ColumnGroup, unparsed: ReadonlySet<number>): void {
    const offset = group.key(group.info.metadata.get(OFFSET_KEY_METADATA) ?? OFFSET_KEY)
    const container = CONTAINER_KEYS.map((name) => group.key(name))
    const before = group.length
    group.filterRows((row) => !unparsed.has(row) || !isBare(group, row, offset, container))
    if (group.length < before) this.#discarded.add(before - group.length)
  }
}

function countFields(group: ColumnGroup, row: number): number {
  let count = 0
  for (let run = group.first(row); run !== -1; run = group.next(row, run)) count++
  return count
}

/** Removes those of the first `count` fields of a row that one behind them has the name of. */
function dropReplaced(group: ColumnGroup, row: number, count: number): void {
  const runs: number[] = []
  for (let run = group.first(row); runs.length < count; run = group.next(row, run)) runs.push(run)
  const keys = runs
    .map((run) => group.runKey(run))
    .filter((key) => !runs.includes(group.find(row, key)))
  for (const key of keys) group.removeRun(row, findFirst(group, row, key))
}

function keepLast(group: ColumnGroup, row: number, keys: readonly number[]): void {
  for (const key of keys) {
    let run = findFirst(group, row, key)
    while (run !== group.find(row, key)) {
      group.removeRun(row, run)
      run = findFirst(group, row, key)
    }
  }
}

/** Whether nothing is left but what an input adds to every line by itself. */
function isBare(
  group: ColumnGroup,
  row: number,
  offset: number,
  container: readonly number[],
): boolean {
  const first = group.first(row)
  if (first === -1) return true
  const second = group.next(row, first)
  if (second === -1) return group.runKey(first) === offset
  if (group.next(row, second) !== -1) return false
  return container.every((key) => group.find(row, key) !== -1)
}
