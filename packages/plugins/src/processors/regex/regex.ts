import type { PluginContext } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import { compileExtractor } from '../../shared/compile-regex.ts'
import { type SourceOptions, SourceParser } from '../../shared/source-parser.ts'

export interface RegexOptions extends SourceOptions {
  readonly Regex: string
  readonly Keys: readonly string[]
  readonly FullMatch: boolean
  readonly NoMatchError: boolean
}

/** Adds one field per capture group that took part in the match. Throws a ConfigError for an unusable expression. */
export function createRegexParser(options: RegexOptions, context: PluginContext): ColumnProcessor {
  const { Keys, FullMatch, NoMatchError } = options
  const match = FullMatch ? 'full' : 'search'
  const regex = compileExtractor(context, options, { dialect: 're2', match })
  const failure = NoMatchError ? 'values do not match Regex' : undefined
  const parser = new SourceParser(options, context, failure)
  return {
    process(group) {
      const keys = Keys.map((name) => group.key(name))
      parser.parse(group, (rows, runs) => regex.extract(rows, runs, keys, false))
    },
  }
}
