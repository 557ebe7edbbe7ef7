import type { ConfigNode, MapEntry, MapNode } from './config-node.ts'
import type { DefinitionView, PluginSection } from './definition-view.ts'
import { describeNode } from './describe-node.ts'
import { didYouMean, nearest } from './nearest.ts'
import { matchKey } from './normalize-keys.ts'
import type { Path } from './path.ts'
import type { Match, OnError } from './plan.ts'
import { parseMatch } from './parse-match.ts'
import type { Reporter } from './reporter.ts'

/** The options that the engine reads on behalf of a plugin. */
export interface EngineOptions {
  readonly onError: OnError
  readonly match?: Match
  readonly intervalMs?: number
}

/** The plugin's own options, and the engine's. */
export interface SplitOptions {
  readonly own: MapNode
  readonly engine: EngineOptions
}

type EngineKey = 'IntervalMs' | 'Match' | 'OnError'

const keysOfSection: Readonly<Record<PluginSection, readonly EngineKey[]>> = {
  inputs: ['IntervalMs'],
  processors: ['OnError'],
  aggregators: ['OnError'],
  flushers: ['Match', 'OnError'],
  extensions: [],
}

const longestInterval = 2 ** 31 - 1

/** The engine keys that may stand in an entry of a section, besides those the plugin declares itself. */
export function engineKeysOf(section: PluginSection): readonly string[] {
  return keysOfSection[section]
}

/** The entry whose options are split. */
export interface SplitContext {
  readonly section: PluginSection
  readonly definition: DefinitionView
  /** The options that the plugin declares. */
  readonly declared: readonly string[]
  readonly path: Path
  readonly reporter: Reporter
}

/**
 * Takes the engine's keys out of an entry's options. A key that the plugin declares itself stays the plugin's alone,
 * except `IntervalMs`, which both then read.
 */
export function splitOptions(options: MapNode, context: SplitContext): SplitOptions {
  const { section, definition, declared, path } = context
  const own: MapEntry[] = []
  let engine: EngineOptions = { onError: 'dead_letter' }
  for (const entry of options.entries) {
    const key = matchKey(entry.key, keysOfSection[section], definition.compat)
    const isOwn = matchKey(entry.key, declared, definition.compat) !== undefined
    if (key === undefined || isOwn) own.push(entry)
    if (key === undefined || (isOwn && key !== 'IntervalMs')) continue
    const place = { ...context, ...entry, path: [...path, entry.key], isOwn }
    engine = { ...engine, ...readers[key](place) }
  }
  return { own: { ...options, entries: own }, engine }
}

interface Place extends Omit<SplitContext, 'declared'> {
  readonly value: ConfigNode
  /** Offset of the key. */
  readonly at: number
  readonly isOwn: boolean
}

const readers: Readonly<Record<EngineKey, (place: Place) => Partial<EngineOptions>>> = {
  IntervalMs: readInterval,
  Match: ({ value, path, reporter }) => {
    const match = parseMatch(value, path, reporter)
    return match === undefined ? {} : { match }
  },
  OnError: readOnError,
}

function readInterval({
  value,
  at,
  path,
  isOwn,
  definition,
  reporter,
}: Place): Partial<EngineOptions> {
  if (definition.kind !== 'metric_input') {
    if (isOwn) return {}
    const message = `"IntervalMs" has no effect on ${definition.type}, which is not polled`
    reporter.warning({ code: 'OPTION_WITHOUT_EFFECT', at, path, message, hint: 'Remove it.' })
    return {}
  }
  const number = value.kind === 'scalar' ? value.value : undefined
  if (
    typeof number === 'number' &&
    Number.isInteger(number) &&
    number >= 1 &&
    number <= longestInterval
  ) {
    return { intervalMs: number }
  }
  // A plugin with an option of this name says itself what it accepts.
  if (isOwn) return {}
  const message = `"IntervalMs" of ${definition.type} must be a whole number of milliseconds, at least 1; found ${describeNode(value)}`
  reporter.error({
    code: 'OPTION_TYPE_WRONG',
    at: value.at,
    path,
    message,
    hint: 'Write for example IntervalMs: 1000.',
  })
  return {}
}

function readOnError({
  value,
  path,
  section,
  definition,
  reporter,
}: Place): Partial<EngineOptions> {
  // What a flusher fails to deliver has no next step to go on to.
  const choices: readonly OnError[] =
    section === 'flushers' ? ['dead_letter', 'drop'] : ['dead_letter', 'drop', 'pass']
  const text = value.kind === 'scalar' ? value.value : undefined
  const onError = choices.find((choice) => choice === text)
  if (onError !== undefined) return { onError }
  const expected = choices.map((choice) => `"${choice}"`).join(', ')
  const message = `"OnError" of ${definition.type} must be one of ${expected}; found ${describeNode(value)}`
  const hint = typeof text === 'string' ? didYouMean(nearest(text, choices)) : undefined
  reporter.error({ code: 'OPTION_INVALID', at: value.at, path, message, hint })
  return {}
}
