import type { PluginContext } from '@sluice/plugin'
import type { ColumnGroup, ColumnProcessor, RegexKernel } from '@sluice/plugin/columns'
import { compileRegex } from '../../shared/compile-regex.ts'

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
      const wanted = bind(include, group)
      const unwanted = bind(exclude, group)
      const before = group.length
      group.filterRows(
        (row) =>
          wanted.every((rule) => matchesAll(group, row, rule)) &&
          !unwanted.some((rule) => matchesAny(group, row, rule)),
      )
      if (group.length < before) discarded.add(before - group.length)
    },
  }
}

interface Rule {
  readonly name: string
  readonly regex: RegexKernel
}

interface BoundRule {
  readonly key: number
  readonly regex: RegexKernel
}

function compileRules(
  expressions: Expressions,
  option: 'Include' | 'Exclude',
  context: PluginContext,
): readonly Rule[] {
  const options = { dialect: 're2', match: 'search', textOnly: true } as const
  return Object.entries(expressions).map(([name, pattern]) => {
    return { name, regex: compileRegex(context, pattern, options, [option, name]) }
  })
}

function bind(rules: readonly Rule[], group: ColumnGroup): readonly BoundRule[] {
  return rules.map(({ name, regex }) => ({ key: group.key(name), regex }))
}

/** Whether there is such a field and the values of all of them match. */
function matchesAll(group: ColumnGroup, row: number, { key, regex }: BoundRule): boolean {
  let found = false
  for (let run = group.first(row); run !== -1; run = group.next(row, run)) {
    if (group.runKey(run) !== key) continue
    if (!regex.test(group.text(run))) return false
    found = true
  }
  return found
}

/** Whether the value of one such field matches. */
function matchesAny(group: ColumnGroup, row: number, { key, regex }: BoundRule): boolean {
  for (let run = group.first(row); run !== -1; run = group.next(row, run)) {
    if (group.runKey(run) === key && regex.test(group.text(run))) return true
  }
  return false
}
