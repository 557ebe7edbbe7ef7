import { didYouMean, nearest, optionTable, type Registry } from '@sluice/runtime'
import type { Distribution } from '../../host/distribution.ts'
import { formatTable } from './format-table.ts'
import { loadPlugins } from '../../plugins/load-plugins.ts'
import { samplePipelineEntry } from './sample-pipeline-entry.ts'
import { UsageError } from '../../host/usage-error.ts'

type RegisteredPlugin = ReturnType<Registry['all']>[number]

export interface DocumentOptions {
  readonly plugin: readonly string[]
}

/** Prints what one plugin does, its options, and a sample. */
export async function documentPlugin(
  type: string,
  { plugin: entries }: DocumentOptions,
  distribution: Distribution,
): Promise<number> {
  const all = (await loadPlugins(distribution, entries)).all()
  const found = all.filter(({ definition }) => definition.type === type)
  if (found.length === 0) {
    const names = nearest(
      type,
      all.map(({ definition }) => definition.type),
    )
    throw new UsageError(
      `there is no plugin ${type}`,
      didYouMean(names) ?? 'sluice plugins ls lists them.',
    )
  }
  process.stdout.write(found.map(document).join('\n'))
  return 0
}

function document(plugin: RegisteredPlugin): string {
  const { section, definition, origin } = plugin
  const { type, kind, stability, description, replay = 'none' } = definition
  const facts = [
    kind.replace('_', ' '),
    stability,
    ...(section === 'inputs' ? [`replay: ${replay}`] : []),
  ]
  const rows = optionTable(definition).map(
    ({ name, type: values, required, default: fallback, description: text }) => {
      return [name, values, required ? 'required' : (fallback ?? ''), text]
    },
  )
  const options =
    rows.length === 0
      ? 'No options.\n'
      : `Options:\n${formatTable([['NAME', 'TYPE', 'DEFAULT', 'DESCRIPTION'], ...rows], '  ')}`
  const sample = samplePipelineEntry(section, definition)
  return `${type} (${facts.join(', ')}; from ${origin})\n${description}\n\n${options}\nSample:\n${sample}`
}
