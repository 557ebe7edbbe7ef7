import { type ConfigNode, entryOf, type MapNode } from './config-node.ts'
import { describeNode } from './describe-node.ts'
import { didYouMean, nearest } from './nearest.ts'
import type { Path } from './path.ts'
import { type PluginRef, parsePluginRef } from './plugin-ref.ts'
import { quote } from './quote.ts'
import type { Reporter } from './reporter.ts'

/** A plugin entry taken apart. */
export interface PluginHeader {
  readonly ref: PluginRef
  /** Offset of the type's value. */
  readonly at: number
  /** The options: beside `Type`, or under `detail`. */
  readonly options: MapNode
  readonly path: Path
}

/**
 * Reads which plugin an entry names and where its options are, in either of iLogtail's two forms: `Type` with the
 * options beside it, or `type` with the options under `detail`. Undefined, after reporting, when it is neither.
 */
export function readPluginHeader(
  node: ConfigNode,
  path: Path,
  reporter: Reporter,
): PluginHeader | undefined {
  if (node.kind !== 'map') {
    const message = `a plugin entry must be a map, found ${describeNode(node)}`
    reporter.error({
      code: 'PLUGIN_TYPE_MISSING',
      at: node.at,
      path,
      message,
      hint: 'Write for example - Type: flusher_stdout.',
    })
    return undefined
  }
  const inline = entryOf(node, 'Type')
  const type = inline ?? entryOf(node, 'type')
  if (type === undefined) {
    reportMissing(node, path, reporter)
    return undefined
  }
  const ref = readRef(type.value, [...path, type.key], reporter)
  const options =
    inline === undefined
      ? readDetail(node, path, reporter)
      : { map: withoutKey(node, 'Type'), path }
  if (ref === undefined || options === undefined) return undefined
  return { ref, at: type.value.at, options: options.map, path: options.path }
}

function readRef(node: ConfigNode, path: Path, reporter: Reporter): PluginRef | undefined {
  const text = node.kind === 'scalar' && node.origin === 'text' ? node.value : undefined
  const parsed = typeof text === 'string' ? parsePluginRef(text) : undefined
  if (parsed === undefined) {
    const message = `the type of a plugin must be name or name/alias; found ${describeNode(node)}`
    reporter.error({
      code: 'PLUGIN_TYPE_INVALID',
      at: node.at,
      path,
      message,
      hint: 'Write for example flusher_stdout or ext_basicauth/mine.',
    })
    return undefined
  }
  if (parsed.priority !== undefined) {
    const message = `the priority #${parsed.priority} has no effect; plugins run in the order of the file`
    reporter.warning({
      code: 'PLUGIN_PRIORITY_IGNORED',
      at: node.at,
      path,
      message,
      hint: 'Remove it.',
    })
  }
  return parsed.ref
}

function readDetail(
  node: MapNode,
  path: Path,
  reporter: Reporter,
): { map: MapNode; path: Path } | undefined {
  const detail = entryOf(node, 'detail')
  const others = node.entries.filter(({ key }) => key !== 'type' && key !== 'detail')
  for (const other of others) {
    const problem = { code: 'OPTION_UNKNOWN', at: other.at, path: [...path, other.key] } as const
    const subject = `the key ${quote(other.key)} stands beside "type"`
    if (detail === undefined) {
      const hint =
        'Write "Type" with a capital letter when options stand beside it, or put them under "detail".'
      reporter.error({ ...problem, message: `${subject}, where options are not read`, hint })
    } else {
      reporter.warning({
        ...problem,
        message: `${subject} and is ignored`,
        hint: 'Move it under "detail".',
      })
    }
  }
  if (detail === undefined)
    return others.length > 0 ? undefined : { map: { kind: 'map', at: node.at, entries: [] }, path }
  const { value } = detail
  if (value.kind === 'map') return { map: value, path: [...path, 'detail'] }
  if (value.kind === 'scalar' && value.value === null) {
    return { map: { kind: 'map', at: value.at, entries: [] }, path: [...path, 'detail'] }
  }
  const message = `"detail" must be a map of options, found ${describeNode(value)}`
  reporter.error({
    code: 'OPTION_TYPE_WRONG',
    at: value.at,
    path: [...path, 'detail'],
    message,
    hint: 'Write detail: {Option: value}.',
  })
  return undefined
}

function reportMissing(node: MapNode, path: Path, reporter: Reporter): void {
  const similar = node.entries.find(({ key }) => nearest(key, ['Type']).length > 0)
  const message = 'a plugin entry does not say its "Type"'
  const hint =
    similar === undefined
      ? 'Add for example Type: flusher_stdout.'
      : `${quote(similar.key)}: ${didYouMean(['Type'])}`
  reporter.error({ code: 'PLUGIN_TYPE_MISSING', at: similar?.at ?? node.at, path, message, hint })
}

function withoutKey(map: MapNode, key: string): MapNode {
  return { ...map, entries: map.entries.filter((entry) => entry.key !== key) }
}
