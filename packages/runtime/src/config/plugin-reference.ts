import type { PluginSection } from './definition-view.ts'
import { engineKeySchemas } from './json-schema/engine-key-schema.ts'
import { markdownTable, optionsMarkdown } from './markdown.ts'
import {
  bySection,
  type CatalogPlugin,
  type PluginCatalog,
  sectionTitles,
} from './plugin-catalog.ts'

/**
 * One Markdown page of all plugins of a distribution with their options. Throws a `PluginError` when a plugin's config
 * has no JSON Schema.
 */
export function pluginReference(catalog: PluginCatalog): string {
  const head = '# Plugins\n\nWhat the pipelines of this distribution are made of.\n'
  const sections = bySection(catalog).flatMap(([section, plugins]) => [
    sectionPage(section, plugins),
    ...plugins.map(pluginPage),
  ])
  return [head, ...sections].join('\n')
}

function sectionPage(section: PluginSection, plugins: readonly CatalogPlugin[]): string {
  const rows = plugins.map(({ definition: { type, stability, description }, origin }) => {
    return [`[\`${type}\`](#${type})`, stability, `\`${origin}\``, description]
  })
  const list = markdownTable('| type | stability | from | what it does |', rows)
  // Whichever key only some plugins of a section take is one of polled inputs.
  const keys = Object.entries(engineKeySchemas(section, 'metric_input')).map(([key, schema]) => {
    return [`\`${key}\``, String(schema['description'])]
  })
  const common =
    keys.length === 0
      ? ''
      : `\nBeside their own options:\n\n${markdownTable('| option | |', keys)}\n`
  return `## ${sectionTitles[section]}\n\n${list}\n${common}`
}

function pluginPage({ definition }: CatalogPlugin): string {
  const { type, description } = definition
  return `### ${type}\n\n${description}\n\n${optionsMarkdown(definition)}\n`
}
