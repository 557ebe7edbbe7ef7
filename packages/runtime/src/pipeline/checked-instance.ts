import {
  type PluginDefinition,
  PluginError,
  type PluginInstance,
  type PluginKind,
} from '@sluice/plugin'

/** The method that makes each facet of a kind. */
const FACETS: Readonly<Record<PluginKind, Readonly<Record<string, string>>>> = {
  metric_input: { v1: 'collect', v2: 'read' },
  service_input: { v1: 'start', v2: 'startService', columns: 'start' },
  processor: { v1: 'processLogs', v2: 'process', columns: 'process' },
  aggregator: { v1: 'add', v2: 'record', columns: 'add' },
  flusher: { v1: 'flush', v2: 'export', columns: 'write' },
  extension: {},
}

type Members = Readonly<Record<string, unknown>>

/** What `setup` returned, if it has at least one facet with its method and its times are times. */
export function checkedInstance<Kind extends PluginKind>(
  { type, kind }: PluginDefinition<Kind>,
  returned: unknown,
): PluginInstance<Kind> {
  const methods = Object.entries(FACETS[kind])
  const expected = methods.map(([facet, method]) => `${facet}: { ${method}() … }`).join(' or ')
  const wanted = expected || 'the interface of the extension'
  if (typeof returned !== 'object' || returned === null) throw badInstance(type, kind, wanted)
  const members = returned as Members
  const found = methods.filter(([facet]) => members[facet] !== undefined)
  const isWhole = found.every(([facet, method]) => {
    return typeof (members[facet] as Members | null)?.[method] === 'function'
  })
  const hasFacet = found.length > 0 || methods.length === 0
  if (!isWhole || !hasFacet) throw badInstance(type, kind, wanted)
  if (methods.length > 0) {
    for (const name of ['interval', 'idle']) {
      const value = members[name]
      if (value === undefined || (typeof value === 'number' && value >= 0 && value < Infinity))
        continue
      throw badInstance(type, kind, `${name}: milliseconds`)
    }
  }
  return returned as PluginInstance<Kind>
}

function badInstance(type: string, kind: PluginKind, wanted: string): PluginError {
  return new PluginError({
    code: 'PLUGIN_BAD_INSTANCE',
    message: `setup of ${type} did not return a ${kind.replace('_', ' ')}`,
    hint: `return an object with ${wanted}`,
  })
}
