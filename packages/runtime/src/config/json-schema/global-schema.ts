import type { GlobalSettings } from '../global-settings.ts'
import type { JsonSchema } from '../option-schema.ts'
import { type SettingReader, settingReaders } from '../setting-readers.ts'
import { acceptReference } from './secret-reference.ts'
import { withMarkdown } from './with-markdown.ts'

const longestTimer = 2 ** 31 - 1
const longestQueue = 1_000_000

const interval = { type: 'integer', minimum: 1, maximum: longestTimer }
const queue = { type: 'integer', minimum: 1, maximum: longestQueue }
const flag = { default: false, type: 'boolean' }
const names = { type: 'object', additionalProperties: { type: 'string' } }
// A number is nanoseconds.
const time = { type: ['string', 'number'], minimum: 1_000_000 }

const settings: Readonly<Record<keyof GlobalSettings, JsonSchema>> = {
  structureType: {
    description: 'Which of the two data models shapes the output.',
    default: 'v1',
    enum: ['v1', 'v2', 'V1', 'V2'],
  },
  inputIntervalMs: {
    description: 'Milliseconds between polls of an input that says nothing itself.',
    default: 1000,
    ...interval,
  },
  inputMaxFirstCollectDelayMs: {
    description:
      'Upper bound, in milliseconds, of the random delay before the first poll; the interval bounds it too.',
    default: 10_000,
    ...interval,
    minimum: 0,
  },
  aggregateIntervalMs: {
    description: 'Milliseconds between flushes of the aggregator.',
    default: 3000,
    ...interval,
  },
  defaultLogQueueSize: {
    description: 'Events that may wait between inputs and processors.',
    default: 1000,
    ...queue,
  },
  defaultLogGroupQueueSize: {
    description: 'Groups that may wait between aggregation and flushers.',
    default: 4,
    ...queue,
  },
  enableTimestampNanosecond: {
    description: 'Keep the part of a log’s time below a second.',
    ...flag,
  },
  usingOldContentTag: {
    description: 'Make tags fields named `__tag__:…`, as old versions did.',
    ...flag,
  },
  pipelineMetaTagKey: {
    description:
      'Names of the collector’s own tags; an empty name drops a tag, `__default__` keeps its name.',
    ...names,
  },
  agentEnvMetaTagKey: { description: 'The same for tags from the environment.', ...names },
  maxUnackedAgeMs: {
    description: 'How long a source may stay undelivered before an alarm.',
    default: '10m',
    ...time,
  },
  callTimeoutMs: {
    description: 'How long one call into a plugin may take before it counts as hung.',
    default: '30s',
    ...time,
  },
  stopTimeoutMs: {
    description: 'How long stopping the pipeline may take.',
    default: '30s',
    ...time,
  },
}

/** The schema of `global`. Names match in any case there, and unknown ones are ignored with a warning. */
export function globalSchema(): JsonSchema {
  return {
    description: 'Settings of the whole pipeline.',
    type: ['object', 'null'],
    // Editors insert all defaults of a map whose properties stand beside its type.
    allOf: [{ properties: Object.fromEntries(settingReaders.flatMap(describeSetting)) }],
  }
}

function describeSetting({ names: [name = '', ...others], setting }: SettingReader) {
  const schema = withMarkdown(acceptReference(settings[setting]))
  const hidden = { ...schema, doNotSuggest: true }
  return [[name, schema], ...others.map((other) => [other, hidden])] as [string, JsonSchema][]
}
