import { parseDuration } from '@sluice/plugin/schema'
import type { ConfigNode } from './config-node.ts'
import type { GlobalSettings } from './global-settings.ts'

/** How one option is read: `undefined` from `read` means that the value is not what `expected` says. */
export interface SettingReader {
  readonly setting: keyof GlobalSettings
  readonly names: readonly string[]
  readonly expected: string
  read(node: ConfigNode): unknown
}

const longestTimer = 2 ** 31 - 1
const longestQueue = 1_000_000

/** Every option of `global` that has an effect. */
export const settingReaders: readonly SettingReader[] = [
  {
    setting: 'structureType',
    names: ['StructureType'],
    expected: '"v1" or "v2"',
    read: readStructureType,
  },
  integer('inputIntervalMs', ['InputIntervalMs'], 1, longestTimer),
  integer('inputMaxFirstCollectDelayMs', ['InputMaxFirstCollectDelayMs'], 0, longestTimer),
  integer('aggregateIntervalMs', ['AggregatIntervalMs', 'AggregateIntervalMs'], 1, longestTimer),
  integer('defaultLogQueueSize', ['DefaultLogQueueSize'], 1, longestQueue),
  integer('defaultLogGroupQueueSize', ['DefaultLogGroupQueueSize'], 1, longestQueue),
  flag('enableTimestampNanosecond', 'EnableTimestampNanosecond'),
  flag('usingOldContentTag', 'UsingOldContentTag'),
  tagNames('pipelineMetaTagKey', ['PipelineMetaTagKey']),
  tagNames('agentEnvMetaTagKey', ['AgentEnvMetaTagKey', 'AgentMetaTagKey']),
  time('maxUnackedAgeMs', 'MaxUnackedAge'),
  time('callTimeoutMs', 'CallTimeout'),
  time('stopTimeoutMs', 'StopTimeout'),
]

function integer(
  setting: keyof GlobalSettings,
  names: readonly string[],
  least: number,
  most: number,
): SettingReader {
  const read = (node: ConfigNode) => {
    const value = node.kind === 'scalar' ? node.value : undefined
    const fits =
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    return fits ? value : undefined
  }
  return { setting, names, expected: `a whole number from ${least} to ${most}`, read }
}

function flag(setting: keyof GlobalSettings, name: string): SettingReader {
  const read = (node: ConfigNode) =>
    node.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : undefined
  return { setting, names: [name], expected: 'true or false', read }
}

function time(setting: keyof GlobalSettings, name: string): SettingReader {
  return {
    setting,
    names: [name],
    expected: "a duration such as '30s' or '1m30s' (a bare number is nanoseconds)",
    read: readTime,
  }
}

function tagNames(setting: keyof GlobalSettings, names: readonly string[]): SettingReader {
  return { setting, names, expected: 'a map of strings', read: readStrings }
}

function readTime(node: ConfigNode): number | undefined {
  const value = node.kind === 'scalar' ? node.value : undefined
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  try {
    return parseDuration(value) || undefined
  } catch {
    return undefined
  }
}

function readStructureType(node: ConfigNode): 'v1' | 'v2' | undefined {
  const text =
    node.kind === 'scalar' && typeof node.value === 'string' ? node.value.toLowerCase() : undefined
  return text === 'v1' || text === 'v2' ? text : undefined
}

function readStrings(node: ConfigNode): Readonly<Record<string, string>> | undefined {
  if (node.kind !== 'map') return undefined
  const strings = node.entries.flatMap(({ key, value }) =>
    value.kind === 'scalar' && typeof value.value === 'string' ? [[key, value.value] as const] : [],
  )
  return strings.length === node.entries.length ? Object.fromEntries(strings) : undefined
}
