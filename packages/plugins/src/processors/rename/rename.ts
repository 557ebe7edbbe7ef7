import { ConfigError, type PluginContext, type Processor } from '@sluice/plugin'
import { renameFields } from './rename-fields.ts'
import { renameTags } from './rename-tags.ts'

export interface RenameOptions {
  readonly SourceKeys: readonly string[]
  readonly DestKeys: readonly string[]
  readonly NoKeyError: boolean
}

/** What is renamed to what. */
export type Renames = ReadonlyMap<string, string>

/** Is told how many events of a call lacked a name. */
export type ReportMissing = (name: string, events: number) => void

/** Renames fields of logs, and tags of other events. Throws a ConfigError if the lists differ in length. */
export function createRenamer(options: RenameOptions, context: PluginContext): Processor {
  const { SourceKeys, DestKeys, NoKeyError } = options
  if (SourceKeys.length !== DestKeys.length) {
    throw new ConfigError(
      ['DestKeys'],
      `${SourceKeys.length} names to replace, but ${DestKeys.length} new names`,
      'Give one new name for each of SourceKeys.',
    )
  }
  const pairs = SourceKeys.map((name, index) => [name, DestKeys[index] as string] as const)
  const renames = new Map(pairs.filter(([from, to]) => from !== to))
  const missing = context.metrics.counter('out_key_not_found_events_total')
  const reportMissing: ReportMissing = (sourceKey, events) => {
    missing.add(events)
    context.logger.warn({ sourceKey, events }, 'events lack a field or tag to rename')
  }
  const report = NoKeyError ? reportMissing : undefined
  return {
    columns: { process: (group) => renameFields(group, renames, report) },
    v2: { process: (group) => renameTags(group, renames, report) },
  }
}
