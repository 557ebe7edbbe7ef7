import type { PluginContext } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import { type SourceOptions, SourceParser } from '../../shared/source-parser.ts'

export interface JsonParserOptions extends SourceOptions {
  readonly Prefix: string
  readonly UseSourceKeyAsPrefix: boolean
  readonly ExpandConnector: string
  readonly IgnoreFirstConnector: boolean
  readonly ExpandDepth: number
  readonly ExpandArray: boolean
}

/** Makes fields of the members of the JSON object in the source field. */
export function createJsonParser(
  options: JsonParserOptions,
  context: PluginContext,
): ColumnProcessor {
  const { Prefix, UseSourceKeyAsPrefix, SourceKey, ExpandConnector } = options
  const parser = new SourceParser(options, context, 'values are not valid JSON objects')
  const json = context.kernels.json({
    family: 'extended',
    prefix:
      (UseSourceKeyAsPrefix ? Prefix + SourceKey : Prefix) +
      (options.IgnoreFirstConnector ? '' : ExpandConnector),
    connector: ExpandConnector,
    expandDepth: options.ExpandDepth,
    expandArray: options.ExpandArray,
  })
  return {
    process: (group) => parser.parse(group, (rows, runs) => json.extract(rows, runs)),
  }
}
