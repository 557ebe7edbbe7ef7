import type { PluginSection } from './definition-view.ts'
import { globalSchema } from './json-schema/global-schema.ts'
import { pluginSchema } from './json-schema/plugin-schema.ts'
import { secretReference, secretReferenceName } from './json-schema/secret-reference.ts'
import { entrySchema, type SectionPlugin, typeSchema } from './json-schema/section-schema.ts'
import type { JsonSchema } from './option-schema.ts'
import {
  bySection,
  type CatalogPlugin,
  type PluginCatalog,
  sectionTitles,
} from './plugin-catalog.ts'

const purposes: Readonly<Record<PluginSection, string>> = {
  inputs: 'Where events come from; at least one.',
  processors: 'What is done to events, in this order.',
  aggregators: 'How events are batched; at most one. Default: aggregator_default.',
  flushers: 'Where events go; at least one.',
  extensions: 'What other plugins refer to by type/alias.',
}

/**
 * The JSON Schema (draft 2020-12) of the pipeline files of a distribution, for editors: it completes the types of plugins
 * and, below a type, that plugin's options with their descriptions. It accepts what `compilePipeline` accepts, as far as
 * a schema can tell, except that it also refuses what is only left out with a warning because its type is wrong. The
 * same plugins give the same text. Throws a `PluginError` when a plugin's config has no JSON Schema.
 */
export function pipelineSchema(catalog: PluginCatalog): JsonSchema {
  const plugins = new Map(bySection(catalog))
  const definitions: Record<string, JsonSchema> = { [secretReferenceName]: secretReference }
  const sections = (Object.keys(sectionTitles) as PluginSection[]).map((section) => {
    return [section, sectionSchema(section, plugins.get(section) ?? [], definitions)]
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      enable: { description: 'Whether the pipeline runs.', default: true, type: 'boolean' },
      global: globalSchema(),
      ...Object.fromEntries(sections),
      task: false,
    },
    required: ['inputs', 'flushers'],
    $defs: definitions,
  }
}

/** Adds what the section refers to to `definitions`. */
function sectionSchema(
  section: PluginSection,
  plugins: readonly CatalogPlugin[],
  definitions: Record<string, JsonSchema>,
): JsonSchema {
  const needed = section === 'inputs' || section === 'flushers'
  const list = {
    description: purposes[section],
    type: needed ? 'array' : ['array', 'null'],
    ...(needed ? { minItems: 1 } : {}),
  }
  if (plugins.length === 0) return { ...list, maxItems: 0 }
  const known = plugins.map((plugin) => addPlugin(plugin, definitions))
  definitions[`${section}-type`] = typeSchema(known)
  definitions[`${section}-entry`] = entrySchema(known, `#/$defs/${section}-type`)
  return {
    ...list,
    ...(section === 'aggregators' ? { maxItems: 1 } : {}),
    items: { $ref: `#/$defs/${section}-entry` },
  }
}

function addPlugin(
  { section, definition, origin }: CatalogPlugin,
  definitions: Record<string, JsonSchema>,
): SectionPlugin {
  const { type, description, stability } = definition
  // Plugins of two sections may have the same name.
  const name = type in definitions ? `${section}-${type}` : type
  const pointer = `#/$defs/${name}`
  const { schema, demanding } = pluginSchema(definition, section, pointer)
  definitions[name] = schema
  return {
    type,
    description: `${description}\n\n${stability}, from \`${origin}\``,
    pointer,
    demanding,
  }
}
