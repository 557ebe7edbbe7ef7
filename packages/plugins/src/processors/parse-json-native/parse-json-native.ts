import type { PluginContext } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import { NativeParser, type NativeParserOptions } from '../../shared/native-parser.ts'

/** Sets one field per member of the JSON object in the source field. */
export function createNativeJsonParser(
  options: NativeParserOptions,
  context: PluginContext,
): ColumnProcessor {
  const parser = new NativeParser(options, context, 'values are not valid JSON objects')
  const json = context.kernels.json({
    family: 'native',
    prefix: '',
    expandDepth: 1,
    connector: '',
    expandArray: false,
  })
  return {
    process: (group) => parser.parse(group, [], (rows, runs) => json.extract(rows, runs)),
  }
}
