import type { PluginContext } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import { eachRow } from '../../shared/parse-rows.ts'
import { type SourceOptions, SourceParser } from '../../shared/source-parser.ts'
import { type FlattenOptions, JsonFlattener } from './json-flattener.ts'
import { JsonScanner } from './json-scanner.ts'

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
  const flatten: FlattenOptions = {
    prefix: UseSourceKeyAsPrefix ? Prefix + SourceKey : Prefix,
    connector: ExpandConnector,
    firstConnector: options.IgnoreFirstConnector ? '' : ExpandConnector,
    expandDepth: options.ExpandDepth,
    expandArray: options.ExpandArray,
  }
  const parser = new SourceParser(options, context, 'values are not valid JSON objects')
  const scanner = new JsonScanner()
  return {
    process(group) {
      const flattener = new JsonFlattener(flatten, scanner, group)
      parser.parse(
        group,
        eachRow((row, run) => flattener.flatten(row, group.text(run))),
      )
    },
  }
}
