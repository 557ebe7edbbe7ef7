import type { PluginSection } from '@sluice/runtime'
import type { Distribution } from '../../host/distribution.ts'
import { loadPlugins } from '../../plugins/load-plugins.ts'
import { formatTable } from './format-table.ts'

/** As in a pipeline file. */
const SECTIONS: readonly PluginSection[] = [
  'inputs',
  'processors',
  'aggregators',
  'flushers',
  'extensions',
]

export interface ListOptions {
  readonly plugin: readonly string[]
  readonly json?: boolean
}

/** Prints every plugin of this collector and of the entries. */
export async function listPlugins(
  { plugin: entries, json = false }: ListOptions,
  distribution: Distribution,
): Promise<number> {
  const registry = await loadPlugins(distribution, entries)
  const all = registry.all().toSorted((a, b) => place(a.section) - place(b.section))
  const plugins = all.map(({ definition, origin }) => {
    const { type, kind, stability, description, replay = 'none' } = definition
    const isInput = kind.endsWith('_input')
    return { type, kind, stability, ...(isInput ? { replay } : {}), origin, description }
  })
  if (json) {
    process.stdout.write(`${JSON.stringify(plugins, undefined, 2)}\n`)
    return 0
  }
  const rows = plugins.map(({ type, kind, stability, replay = '-', origin, description }) => {
    return [type, kind, stability, replay, origin, description]
  })
  const head = ['TYPE', 'KIND', 'STABILITY', 'REPLAY', 'ORIGIN', 'DESCRIPTION']
  process.stdout.write(formatTable([head, ...rows]))
  return 0
}

function place(section: PluginSection): number {
  return SECTIONS.indexOf(section)
}
