import type { ConfigNode, MapEntry, MapNode } from './config-node.ts'
import { describeNode } from './describe-node.ts'
import { didYouMean, nearest } from './nearest.ts'
import { quote } from './quote.ts'
import type { Reporter } from './reporter.ts'
import { type SettingReader, settingReaders } from './setting-readers.ts'

/** The options of `global` that the engine honours, after defaults. Durations in milliseconds. */
export interface GlobalSettings {
  /** Which of the original's two data models shapes the output. Default `v1`. */
  readonly structureType: 'v1' | 'v2'
  /** Time between polls of a metric input that says nothing itself. Default 1000. */
  readonly inputIntervalMs: number
  /** Upper bound of the random delay before the first poll; the interval bounds it too. Default 10000. */
  readonly inputMaxFirstCollectDelayMs: number
  /** Time between flushes of the aggregator. Default 3000. */
  readonly aggregateIntervalMs: number
  /** Events that may wait between inputs and processors. Default 1000. */
  readonly defaultLogQueueSize: number
  /** Groups that may wait between aggregation and flushers. Default 4. */
  readonly defaultLogGroupQueueSize: number
  /** Whether the part of a log's time below a second is kept. Default false. */
  readonly enableTimestampNanosecond: boolean
  /** Whether tags become contents named `__tag__:…`, as in old versions. Default false. */
  readonly usingOldContentTag: boolean
  /** Names of the agent's own tags by meta key; `''` drops a tag, `__default__` keeps its name. Default: none. */
  readonly pipelineMetaTagKey: Readonly<Record<string, string>>
  /** The same for tags from the environment; absent when the file does not say. */
  readonly agentEnvMetaTagKey?: Readonly<Record<string, string>>
  /** How long a source may stay unacknowledged before an alarm. Default ten minutes. */
  readonly maxUnackedAgeMs: number
  /** How long one call into a plugin may take before it counts as hung. Default 30 seconds. */
  readonly callTimeoutMs: number
  /** How long stopping the pipeline may take. Default 30 seconds. */
  readonly stopTimeoutMs: number
}

const defaults: GlobalSettings = {
  structureType: 'v1',
  inputIntervalMs: 1000,
  inputMaxFirstCollectDelayMs: 10_000,
  aggregateIntervalMs: 3000,
  defaultLogQueueSize: 1000,
  defaultLogGroupQueueSize: 4,
  enableTimestampNanosecond: false,
  usingOldContentTag: false,
  pipelineMetaTagKey: {},
  maxUnackedAgeMs: 600_000,
  callTimeoutMs: 30_000,
  stopTimeoutMs: 30_000,
}

/** Options of the original that are accepted because files have them, and do nothing here. */
const withoutEffect = [
  'AlwaysOnline',
  'AppendingAllEnvMetaTag',
  'DelayStopSec',
  'EnableProcessorTag',
  'EnableSlsMetricsFormat',
  'ExcutionTimeout',
  'FlushIntervalMs',
  'ForceRerunWhenUpdate',
  'HostIP',
  'Hostname',
  'Priority',
  'Tags',
  'TopicFormat',
  'TopicType',
]

const readersByName = new Map(
  settingReaders.flatMap((reader) =>
    reader.names.map((name) => [name.toLowerCase(), reader] as const),
  ),
)
const idleByName = new Map(withoutEffect.map((name) => [name.toLowerCase(), name]))
const allNames = [...settingReaders.flatMap((reader) => reader.names), ...withoutEffect]

/** Reads the `global` section; names match in any case. What is wrong is reported and keeps its default. */
export function readGlobalSettings(
  node: ConfigNode | undefined,
  reporter: Reporter,
): GlobalSettings {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return defaults
  if (node.kind !== 'map') {
    const message = `"global" must be a map of options, found ${describeNode(node)}`
    reporter.error({
      code: 'OPTION_TYPE_WRONG',
      at: node.at,
      path: ['global'],
      message,
      hint: 'Write global: {InputIntervalMs: 1000}.',
    })
    return defaults
  }
  return { ...defaults, ...readEntries(node, reporter) }
}

function readEntries(node: MapNode, reporter: Reporter): Partial<GlobalSettings> {
  const settings: Record<string, unknown> = {}
  for (const entry of node.entries) {
    const reader = readersByName.get(entry.key.toLowerCase())
    if (reader === undefined) reportOther(entry, reporter)
    else if (reader.setting in settings) reportTwice(entry, reporter)
    else settings[reader.setting] = readEntry(entry, reader, reporter)
  }
  return settings
}

function readEntry({ key, value }: MapEntry, reader: SettingReader, reporter: Reporter): unknown {
  const setting = reader.read(value)
  if (setting !== undefined) return setting
  const message = `"${key}" must be ${reader.expected}; found ${describeNode(value)}`
  reporter.error({ code: 'OPTION_TYPE_WRONG', at: value.at, path: ['global', key], message })
  return defaults[reader.setting]
}

function reportOther({ key, at }: MapEntry, reporter: Reporter): void {
  const path = ['global', key]
  const idle = idleByName.get(key.toLowerCase())
  if (idle !== undefined) {
    const message = `"${idle}" has no effect`
    reporter.warning({ code: 'OPTION_WITHOUT_EFFECT', at, path, message, hint: 'Remove it.' })
    return
  }
  const message = `there is no global option ${quote(key)}; it is ignored`
  const hint =
    didYouMean(nearest(key, allNames)) ??
    `The options are ${settingReaders.map(({ names }) => names[0]).join(', ')}.`
  reporter.warning({ code: 'KEY_UNKNOWN', at, path, message, hint })
}

function reportTwice({ key, at }: MapEntry, reporter: Reporter): void {
  const message = `the global option ${quote(key)} is given twice in different spellings`
  reporter.error({
    code: 'OPTION_DUPLICATE',
    at,
    path: ['global', key],
    message,
    hint: 'Remove one of them.',
  })
}
