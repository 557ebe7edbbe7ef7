import type { ConfigNode, MapEntry, MapNode } from './config-node.ts'
import { didYouMean, nearest } from './nearest.ts'
import type { OptionSchema } from './option-schema.ts'
import type { Path } from './path.ts'
import { quote } from './quote.ts'
import type { Reporter } from './reporter.ts'

export interface KeyRules {
  /** Type of the plugin, for messages. */
  readonly type: string
  readonly compat: 'native' | 'extended' | undefined
  /** Keys of the engine that may stand beside the plugin's own, for suggestions. */
  readonly engineKeys: readonly string[]
  readonly reporter: Reporter
}

/**
 * Brings option keys into the spelling of the plugin's schema and leaves out what the plugin does not know, after
 * reporting it. Keys of maps, which the user chooses, stay. Plugins of the extended family match keys in any case and,
 * like Go's decoder, take a null for an absent option.
 */
export function normalizeKeys(
  options: MapNode,
  schema: OptionSchema,
  path: Path,
  rules: KeyRules,
): MapNode {
  const found = new Map<string, MapEntry>()
  const { names, closed } = schema
  for (const entry of options.entries) {
    const key = matchKey(entry.key, names, rules.compat)
    const at: Path = [...path, entry.key]
    if (key === undefined && closed) {
      reportUnknown(entry, schema, at, rules)
    } else if (key !== undefined && found.has(key)) {
      const message = `option ${quote(key)} of ${rules.type} is given twice, here as ${quote(entry.key)}`
      rules.reporter.error({
        code: 'OPTION_DUPLICATE',
        at: entry.at,
        path: at,
        message,
        hint: 'Remove one of them.',
      })
    } else {
      const name = key ?? entry.key
      const child = schema.child(name)
      if (key !== undefined && isAbsent(entry.value, child, rules)) continue
      found.set(name, { ...entry, key: name, value: normalizeValue(entry.value, child, at, rules) })
    }
  }
  return { ...options, entries: [...found.values()] }
}

/** The declared name that a written key stands for. */
export function matchKey<Name extends string>(
  written: string,
  names: readonly Name[],
  compat: KeyRules['compat'],
): Name | undefined {
  const exact = names.find((name) => name === written)
  if (exact !== undefined || compat !== 'extended') return exact
  const lower = written.toLowerCase()
  return names.find((name) => name.toLowerCase() === lower)
}

function normalizeValue(
  node: ConfigNode,
  schema: OptionSchema,
  path: Path,
  rules: KeyRules,
): ConfigNode {
  if (node.kind === 'map') return normalizeKeys(node, schema, path, rules)
  if (node.kind === 'scalar') return node
  const items = node.items.map((item, index) =>
    normalizeValue(item, schema.child(index), [...path, index], rules),
  )
  return { ...node, items }
}

function isAbsent(node: ConfigNode, schema: OptionSchema, rules: KeyRules): boolean {
  if (rules.compat !== 'extended' || node.kind !== 'scalar' || node.value !== null) return false
  return schema.types !== undefined && !schema.types.has('null')
}

function reportUnknown(entry: MapEntry, schema: OptionSchema, path: Path, rules: KeyRules): void {
  const names = [...schema.names, ...rules.engineKeys]
  const message = `${rules.type} has no option ${quote(entry.key)}`
  const hint = didYouMean(nearest(entry.key, names)) ?? listNames(schema.names)
  const problem = { code: 'OPTION_UNKNOWN', at: entry.at, path, message, hint } as const
  if (rules.compat === undefined) rules.reporter.error(problem)
  else rules.reporter.warning({ ...problem, message: `${message}; it is ignored` })
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'It has no options.'
  const shown = names.slice(0, 12).join(', ')
  return names.length > 12 ? `Its options are ${shown} …` : `Its options are ${shown}.`
}
