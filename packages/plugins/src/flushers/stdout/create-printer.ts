import { resolve } from 'node:path'
import type { Flusher, PluginContext } from '@sluice/plugin'
import type { ColumnFlushGroup, ColumnWork } from '@sluice/plugin/columns'
import { RollingFile } from '../../shared/rolling-file/rolling-file.ts'
import { DescriptorOutput } from './descriptor-output.ts'
import { encodeGroup, groupLines } from './encode-group.ts'
import { type Format, timePrefix } from './format.ts'

const STDOUT = 1
const DEFAULT_MAX_SIZE = 1024 * 1024

export interface PrinterOptions {
  readonly OnlyStdout: boolean
  readonly FileName: string
  readonly MaxSize: number
  readonly MaxRolls: number
  readonly KeyValuePairs: boolean
  readonly Tags: boolean
  readonly Prefix?: boolean | undefined
}

/** The flusher for where the options say that events go. */
export function createPrinter(options: PrinterOptions, context: PluginContext): Flusher {
  const { OnlyStdout, FileName, KeyValuePairs, Tags, Prefix } = options
  const toFile = !OnlyStdout && FileName !== ''
  const prefixed = Prefix ?? toFile
  const flat = KeyValuePairs ? 'pairs' : 'list'
  const format: Format = {
    shape: context.settings.structureType === 'v1' ? flat : 'typed',
    tags: Tags,
    bare: !prefixed,
  }
  if (!OnlyStdout && !toFile) return logPrinter(format, context)
  const work = [workOf(format)]
  const encode = (groups: readonly ColumnFlushGroup[]): readonly Uint8Array[] => {
    const prefix = prefixed ? timePrefix(context.clock.now()) : ''
    return groups.flatMap((group) => encodeGroup(group, format, prefix))
  }
  if (OnlyStdout) {
    const output = new DescriptorOutput(STDOUT, context.clock)
    return { columns: { work, write: (groups) => output.append(encode(groups)) } }
  }
  const file = rollingFile(options, context)
  return {
    start: () => file.open(),
    columns: { work, write: (groups) => file.append(encode(groups)) },
    stop: () => file.close(),
  }
}

function workOf({ shape }: Format): ColumnWork {
  const what = 'JSON lines of logs'
  if (shape === 'pairs') return { what, compiled: true }
  return {
    what,
    compiled: false,
    reason: shape === 'list' ? 'KeyValuePairs is off' : 'StructureType is v2',
  }
}

function logPrinter(format: Format, { logger }: PluginContext): Flusher {
  return {
    columns: {
      async write(groups) {
        for (const { events } of groups) {
          for (const line of groupLines(events, format)) logger.info({ event: line }, 'event')
        }
      },
    },
  }
}

function rollingFile(options: PrinterOptions, context: PluginContext): RollingFile {
  const path = resolve(options.FileName)
  return new RollingFile(
    {
      path,
      maxSize: options.MaxSize || DEFAULT_MAX_SIZE,
      maxRolls: options.MaxRolls || 1,
      rolledPath: (number) => `${path}.${number}`,
    },
    context,
  )
}
