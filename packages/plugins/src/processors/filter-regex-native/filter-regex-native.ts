import { ConfigError, type PluginContext } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import { compileRegex } from '../../shared/compile-regex.ts'
import { keepRows } from '../../shared/match-rows.ts'
import { blankInvalid } from './blank-invalid.ts'
import { type CompileRule, type Condition, holdsFor, readCondition } from './condition.ts'

export interface NativeFilterOptions {
  readonly ConditionExp?: Readonly<Record<string, unknown>> | undefined
  readonly FilterKey: readonly string[]
  readonly FilterRegex: readonly string[]
  readonly Include: Readonly<Record<string, string>>
  readonly DiscardingNonUTF8: boolean
}

/** Drops logs for which the condition does not hold. */
export function createNativeFilter(
  options: NativeFilterOptions,
  context: PluginContext,
): ColumnProcessor {
  const condition = conditionOf(options, context)
  const discarded = context.metrics.counter('discarded_events_total')
  return {
    process(group) {
      if (condition !== undefined) {
        const asked = new Uint8Array(group.length)
        for (let row = 0; row < asked.length; row++) asked[row] = group.first(row) === -1 ? 0 : 1
        const dropped = keepRows(group, holdsFor(condition, group, asked))
        if (dropped > 0) discarded.add(dropped)
      }
      if (options.DiscardingNonUTF8) blankInvalid(group)
    },
  }
}

/** The condition of the first of the three options that is there; undefined if none is. */
function conditionOf(options: NativeFilterOptions, context: PluginContext): Condition | undefined {
  const { ConditionExp, FilterKey, FilterRegex, Include } = options
  const compile: CompileRule = (name, pattern, path) => {
    const how = { dialect: 'perl', match: 'full', dotAll: true, captures: false } as const
    return { name, regex: compileRegex(context, pattern, how, path) }
  }
  if (FilterKey.length !== FilterRegex.length) {
    const message = `has ${FilterRegex.length} expressions for ${FilterKey.length} keys`
    throw new ConfigError(['FilterRegex'], message, 'write one expression for each of FilterKey')
  }
  const ways = [
    ConditionExp === undefined ? [] : [readCondition(ConditionExp, ['ConditionExp'], compile)],
    FilterKey.map((name, index) => {
      return matching(compile(name, FilterRegex[index] as string, ['FilterRegex', index]))
    }),
    Object.entries(Include).map(([name, pattern]) => {
      return matching(compile(name, pattern, ['Include', name]))
    }),
  ].filter(({ length }) => length > 0)
  if (ways.length > 1) {
    context.logger.warn({}, 'only the first of ConditionExp, FilterKey and Include is used')
  }
  return ways[0]?.reduce((left, right) => ({ operator: 'and', left, right }))
}

function matching(rule: ReturnType<CompileRule>): Condition {
  return { operator: 'match', rule }
}
