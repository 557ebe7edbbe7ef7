import { type ConfigNode, locate, type MapNode, toValue } from './config-node.ts'
import type { DefinitionView, PluginSection, RegistryView } from './definition-view.ts'
import { engineKeysOf, splitOptions } from './engine-keys.ts'
import { didYouMean, nearest } from './nearest.ts'
import { normalizeKeys } from './normalize-keys.ts'
import { OptionSchema } from './option-schema.ts'
import { formatPath, type Path } from './path.ts'
import type { OptionPosition, PluginPlan } from './plan.ts'
import { type PluginHeader, readPluginHeader } from './plugin-header.ts'
import { quote } from './quote.ts'
import type { Reporter } from './reporter.ts'
import type { Secrets } from './secrets.ts'
import { validateOptions } from './validate-options.ts'

const sections: readonly PluginSection[] = [
  'inputs',
  'processors',
  'aggregators',
  'flushers',
  'extensions',
]

/** What compiling the entries of one file needs. */
export interface CompileContext {
  readonly registry: RegistryView
  readonly reporter: Reporter
  readonly secrets: Secrets
}

/** Checks one entry of a section; undefined, after reporting, when it cannot be used. */
export async function compilePlugin(
  node: ConfigNode,
  section: PluginSection,
  index: number,
  context: CompileContext,
): Promise<PluginPlan | undefined> {
  const { reporter, secrets } = context
  const header = readPluginHeader(node, [section, index], reporter)
  if (header === undefined) return undefined
  const definition = context.registry.get(section, header.ref.type)
  if (definition === undefined) {
    reportUnknown(header, section, index, context)
    return undefined
  }
  const { path, at } = header
  const schema = readSchema(definition, header, reporter)
  if (schema === undefined) return undefined
  const declared = schema.names
  const split = { section, definition, declared, path, reporter }
  const { own, engine } = splitOptions(header.options, split)
  const rules = {
    type: definition.type,
    compat: definition.compat,
    engineKeys: engineKeysOf(section),
    reporter,
  }
  const normalized = normalizeKeys(own, schema, path, rules)
  const valid = await validateOptions(normalized, {
    definition,
    schema,
    path,
    at,
    reporter,
    secrets,
  })
  if (valid === undefined) return undefined
  return {
    section,
    index,
    ...header.ref,
    definition,
    options: toValue(valid.options) as Readonly<Record<string, unknown>>,
    parsed: valid.parsed,
    ...engine,
    position: reporter.position(at),
    locate: (steps) => locateOption(steps, normalized, header, reporter),
  }
}

function readSchema(
  definition: DefinitionView,
  header: PluginHeader,
  reporter: Reporter,
): OptionSchema | undefined {
  try {
    return OptionSchema.of(
      definition.config['~standard'].jsonSchema.input({ target: 'draft-2020-12' }),
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `the config schema of ${definition.type} gives no JSON Schema: ${reason.replace(/\s+/g, ' ')}`
    const hint = 'This is a fault of the plugin.'
    reporter.error({
      code: 'PLUGIN_SCHEMA_BROKEN',
      at: header.at,
      path: header.path,
      message,
      hint,
    })
    return undefined
  }
}

function reportUnknown(
  { ref, at }: PluginHeader,
  section: PluginSection,
  index: number,
  context: CompileContext,
): void {
  const { registry, reporter } = context
  const path: Path = [section, index, 'Type']
  const home = sections.find(
    (other) => other !== section && registry.get(other, ref.type) !== undefined,
  )
  if (home !== undefined) {
    const kind = `${home === 'inputs' || home === 'aggregators' || home === 'extensions' ? 'an' : 'a'} ${home.slice(0, -1)}`
    const message = `${ref.type} is ${kind} and cannot stand under ${section}`
    reporter.error({
      code: 'PLUGIN_WRONG_SECTION',
      at,
      path,
      message,
      hint: `Move it under ${home}:`,
    })
    return
  }
  const line = registry.absent?.(ref.type)
  if (line !== undefined) {
    const message = `${ref.type} was left out when this distribution was built`
    const hint = `Add it to plugins.yml under "plugins: common:" and build again:  ${line}`
    reporter.error({ code: 'PLUGIN_NOT_IN_DISTRIBUTION', at, path, message, hint })
    return
  }
  const here = nearest(ref.type, registry.types(section))
  const elsewhere = sections.flatMap((other) => registry.types(other))
  const suggestions = here.length > 0 ? here : nearest(ref.type, elsewhere)
  const hint =
    didYouMean(suggestions) ?? 'Run "sluice plugins ls" for the plugins of this distribution.'
  const message = `there is no ${section.slice(0, -1)} ${quote(ref.type)} in this distribution`
  reporter.error({ code: 'PLUGIN_UNKNOWN', at, path, message, hint })
}

function locateOption(
  steps: Path,
  options: MapNode,
  header: PluginHeader,
  reporter: Reporter,
): OptionPosition {
  const { node, at } = locate(options, steps)
  const offset = steps.length === 0 ? header.at : (node?.at ?? at ?? header.at)
  return { ...reporter.position(offset), path: formatPath([...header.path, ...steps]) }
}
