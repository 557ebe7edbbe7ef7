import type { PluginContext } from '@sluice/plugin'
import type { ColumnGroup, ColumnProcessor } from '@sluice/plugin/columns'
import { compileExtractor } from '../../shared/compile-regex.ts'
import { eachRow } from '../../shared/parse-rows.ts'
import { NativeParser, type NativeParserOptions } from '../../shared/native-parser.ts'

export interface NativeRegexOptions extends NativeParserOptions {
  readonly Regex: string
  readonly Keys: readonly string[]
}

/** Any value matches it: nothing needs to be looked at. */
const WHOLE_LINE = '(.*)'

/** Sets one field per capture group. Throws a ConfigError for an unusable expression. */
export function createNativeRegexParser(
  options: NativeRegexOptions,
  context: PluginContext,
): ColumnProcessor {
  const { Regex } = options
  const Keys = splitKeys(options.Keys)
  const parser = new NativeParser(options, context, 'values do not match Regex')
  if (Regex === WHOLE_LINE) return { process: (group) => copyValues(parser, group, Keys[0] ?? '') }
  const regex = compileExtractor(context, { Regex, Keys }, { dialect: 'perl', match: 'full' })
  return {
    process(group) {
      const keys = Keys.map((name) => group.key(name))
      parser.parse(group, keys, (rows, runs) => regex.extract(rows, runs, keys, true))
    },
  }
}

/** Older configs have all names in one text. */
function splitKeys(keys: readonly string[]): readonly string[] {
  return keys.length === 1 ? keys.flatMap((names) => names.split(',')) : keys
}

function copyValues(parser: NativeParser, group: ColumnGroup, name: string): void {
  const key = group.key(name)
  const copy = eachRow((row, run) => {
    group.appendCopy(row, key, run)
    return true
  })
  parser.parse(group, [key], copy)
}
