import {
  group as makeInfo,
  PluginError,
  type Collector,
  type Fields,
  type Log,
  type LogContext,
  type LogInit,
} from '@sluice/plugin'
import { SLAB_SIZE } from '@sluice/plugin/columns'
import { checkedLog } from '../carrier/checks.ts'
import { importFlatLog } from '../carrier/copy-row.ts'
import type { Group } from '../carrier/group.ts'
import { SOURCE_KEY, TOPIC_KEY } from '../carrier/views.ts'
import type { Intake } from './intake.ts'

/** Most logs that join one group while the pipeline is busy. */
const MOST_LOGS = 1024

/**
 * The collector of v1 inputs. Logs added while the pipeline is busy join the newest group, so that a fast input costs
 * one group per batch and a slow one is not delayed.
 */
export class LogCollector implements Collector {
  readonly #intake: Intake
  #newest: Group | undefined

  constructor(intake: Intake) {
    this.#intake = intake
  }

  addData(tags: Fields, fields: Fields, time?: number): Promise<void> {
    return this.#add(
      this.#log(Object.entries(tags).concat(Object.entries(fields)), time),
      undefined,
    )
  }

  addDataArray(
    tags: Fields,
    columns: readonly string[],
    values: readonly string[],
    time?: number,
  ): Promise<void> {
    return this.#add(this.#row(tags, columns, values, time), undefined)
  }

  addRawLog(log: LogInit | Log): Promise<void> {
    return this.#add(log, undefined)
  }

  addDataWithContext(
    tags: Fields,
    fields: Fields,
    context: LogContext,
    time?: number,
  ): Promise<void> {
    return this.#add(this.#log(Object.entries(tags).concat(Object.entries(fields)), time), context)
  }

  addDataArrayWithContext(
    tags: Fields,
    columns: readonly string[],
    values: readonly string[],
    context: LogContext,
    time?: number,
  ): Promise<void> {
    return this.#add(this.#row(tags, columns, values, time), context)
  }

  addRawLogWithContext(log: LogInit | Log, context: LogContext): Promise<void> {
    return this.#add(log, context)
  }

  checkpoint(key: string, value: Uint8Array | string): void {
    this.#intake.checkpoint(key, value)
  }

  delivered(): Promise<void> {
    return this.#intake.delivered()
  }

  #row(
    tags: Fields,
    columns: readonly string[],
    values: readonly string[],
    time: number | undefined,
  ): LogInit {
    if (columns.length !== values.length) {
      throw new PluginError({
        code: 'COLLECTOR_COLUMNS_UNEQUAL',
        message: `${this.#intake.plugin} added ${columns.length} columns with ${values.length} values`,
        hint: 'give addDataArray as many values as columns',
      })
    }
    const pairs = columns.map((column, index): [string, string] => [
      column,
      values[index] as string,
    ])
    return this.#log([...Object.entries(tags), ...pairs], time)
  }

  #log(pairs: readonly (readonly [string, string])[], time: number | undefined): LogInit {
    const contents = pairs.map(([key, value]) => ({ key, value }))
    return { time: time ?? this.#intake.clock.seconds(), contents }
  }

  #add(added: LogInit | Log, context: LogContext | undefined): Promise<void> {
    const log = checkedLog(this.#intake.plugin, added)
    const newest = this.#newest
    const fits =
      newest !== undefined &&
      newest.context === context &&
      newest.length < MOST_LOGS &&
      newest.table.size < SLAB_SIZE
    if (fits && this.#intake.grow(newest, () => append(newest, log))) return ADDED
    const group = this.#intake.newGroup(infoOf(context))
    group.context = context
    append(group, log)
    this.#newest = group
    return this.#intake.put(group)
  }
}

const ADDED = Promise.resolve()

function append(group: Group, log: LogInit): void {
  group.addTableRow(importFlatLog(group.table, log))
}

function infoOf(context: LogContext | undefined): Group['info'] {
  const info = makeInfo(context?.tags)
  if (context?.source !== undefined) info.metadata.add(SOURCE_KEY, context.source)
  if (context?.topic !== undefined) info.metadata.add(TOPIC_KEY, context.topic)
  return info
}
