import type { PluginContext } from '@sluice/plugin'
import type { ColumnProcessor } from '@sluice/plugin/columns'
import { compileRegex } from '../../shared/compile-regex.ts'
import { type FieldRule, keepRows, matchRows } from '../../shared/match-rows.ts'

type Expressions = Readonly<Record<string, string>>

export interface RegexFilterOptions {
  readonly Include: Expressions
  readonly Exclude: Expressions
}

/** Drops logs that a rule of `Include` does not match or a rule of `Exclude` does. */
export function createRegexFilter(
  { Include, Exclude }: RegexFilterOptions,
  context: PluginContext,
): ColumnProcessor {
  const include = compileRules(Include, 'Include', context)
  const exclude = compileRules(Exclude, 'Exclude', context)
  const discarded = context.metrics.counter('discarded_events_total')
  return {
    process(group) {
      let keep: Uint8Array = new Uint8Array(group.length).fill(1)
      for (const rule of include) keep = matchRows(group, rule, keep, 'all')
      for (const rule of exclude) {
        const unwanted = matchRows(group, rule, keep, 'any')
        for (let row = 0; row < keep.length; row++) if (unwanted[row] === 1) keep[row] = 0
      }
      const dropped = keepRows(group, keep)
      if (dropped > 0) discarded.add(dropped)
    },
  }
}

function compileRules(
  expressions: Expressions,
  option: 'Include' | 'Exclude',
  context: PluginContext,
): readonly FieldRule[] {
  const options = { dialect: 're2', match: 'search', captures: false } as const
  return Object.entries(expressions).map(([name, pattern]) => {
    return { name, regex: compileRegex(context, pattern, options, [option, name]) }
  })
}
