import type { PluginDefinition } from '@sluice/plugin'
import type { DefinitionView, PluginSection } from './definition-view.ts'

/** What describing a plugin needs to know of it. */
export interface CatalogPlugin {
  readonly section: PluginSection
  readonly definition: DefinitionView & Pick<PluginDefinition, 'description' | 'stability'>
  /** Where it came from. */
  readonly origin: string
}

/** The plugins of a distribution, to be described; a registry is one. */
export interface PluginCatalog {
  all(): readonly CatalogPlugin[]
}

/** The sections in the order in which events pass them, with their headings. */
export const sectionTitles: Readonly<Record<PluginSection, string>> = {
  inputs: 'Inputs',
  processors: 'Processors',
  aggregators: 'Aggregators',
  flushers: 'Flushers',
  extensions: 'Extensions',
}

/** The plugins by section, in the order of the sections; a section without any is left out. */
export function bySection(
  catalog: PluginCatalog,
): readonly (readonly [section: PluginSection, plugins: readonly CatalogPlugin[]])[] {
  const groups = Map.groupBy(catalog.all(), ({ section }) => section)
  const sections = Object.keys(sectionTitles) as PluginSection[]
  return sections.flatMap((section) => {
    const plugins = groups.get(section) ?? []
    return plugins.length === 0 ? [] : [[section, plugins] as const]
  })
}
