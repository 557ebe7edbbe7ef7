import type { PluginContext } from '@sluice/plugin'
import type { RegexKernel, RegexOptions } from '@sluice/plugin/columns'
import { boolean, enum as oneOf, object, string, type infer as Infer } from '@sluice/plugin/schema'
import type { BlockFormat } from './block-splitter.ts'
import { compileRegex } from '../../../shared/compile-regex.ts'
import { CONTINUE, END, START } from './find-blocks.ts'
import { jsonBlocks } from './json-blocks.ts'

export const multiline = object({
  Mode: oneOf(['custom', 'JSON'])
    .default('custom')
    .describe('`custom`: blocks by the patterns; `JSON`: objects, whatever lines they take.'),
  StartPattern: string().default('').describe('Found in the first line of a block.'),
  ContinuePattern: string()
    .default('')
    .describe('Found in the lines behind the first; with `EndPattern` alone, in all but the last.'),
  EndPattern: string().default('').describe('Found in the last line of a block.'),
  UnmatchedContentTreatment: oneOf(['single_line', 'discard'])
    .default('single_line')
    .describe('Lines that belong to no block: `single_line`, an event each; `discard`, left out.'),
  IgnoringUnmatchWarning: boolean()
    .default(false)
    .describe('Do not warn of lines that were left out.'),
})

type MultilineOptions = Infer<typeof multiline>

const PATTERNS = [
  { option: 'StartPattern', flag: START },
  { option: 'ContinuePattern', flag: CONTINUE },
  { option: 'EndPattern', flag: END },
] as const
const SEARCH: RegexOptions = { dialect: 'perl', match: 'search', captures: false }

/** How lines are joined; undefined when each is an event. Throws a `ConfigError` for a pattern that cannot be used. */
export function createBlockFormat(
  options: MultilineOptions | undefined,
  context: PluginContext,
): BlockFormat | undefined {
  if (options === undefined) return undefined
  const { kernels } = context
  if (options.Mode === 'JSON') return jsonBlocks(kernels)
  const chosen = compilePatterns(options, context)
  const patterns = chosen.reduce((all, { flag }) => all | flag, 0)
  if (patterns === 0) return undefined
  const expressions = chosen.map(({ expression }) => expression)
  const flags = chosen.map(({ flag }) => flag)
  const start = chosen.find(({ flag }) => flag === START)?.expression
  return {
    patterns,
    oneLine: false,
    leftOver: (patterns & END) === 0 ? 'block' : 'unmatched',
    resumes: true,
    unmatched: options.UnmatchedContentTreatment,
    ...(start === undefined ? {} : { isFirst: (line) => start.test(line) }),
    mark({ group, from, to }) {
      const lines = kernels.matchLines(group, from, to, expressions)
      if (patterns !== START) translate(lines.flags, flags)
      return lines
    },
  }
}

interface LineExpression {
  readonly flag: number
  readonly expression: RegexKernel
}

/** The patterns that count, of the combinations that mean something. */
function compilePatterns(
  options: MultilineOptions,
  context: PluginContext,
): readonly LineExpression[] {
  const given = PATTERNS.flatMap(({ option, flag }) => {
    const expression = compileLine(options[option], ['Multiline', option], context)
    return expression === undefined ? [] : { flag, expression }
  })
  const all = given.reduce((sum, { flag }) => sum | flag, 0)
  if (all !== CONTINUE && all !== (START | CONTINUE | END)) return given
  const option = 'Multiline.ContinuePattern'
  context.logger.warn({ option }, 'the option has no effect unless it goes with one other pattern')
  return given.filter(({ flag }) => flag !== CONTINUE)
}

/** The expression that decides whether a pattern is found in a line; undefined for one that always is, or is not given. */
function compileLine(
  pattern: string,
  path: readonly string[],
  context: PluginContext,
): RegexKernel | undefined {
  const essence = essenceOf(pattern)
  if (essence === '') return undefined
  try {
    const expression = context.kernels.regex(inLine(essence), SEARCH)
    // Without its end it would be found in every line.
    return expression.test('') ? context.kernels.regex(inLine(pattern), SEARCH) : expression
  } catch {
    // As it was written it may be an expression; else that tells what is wrong with it, and where.
    return compileRegex(context, pattern, SEARCH, path)
  }
}

/** Leaves out the end of the line, which patterns reach in any case, and what may be anything. */
function essenceOf(pattern: string): string {
  return pattern
    .replace(/(?<=^|[^\\])((?:\\\\)*)\$$/, '$1')
    .replace(/(?<=^|[^\\])((?:\\\\)*)(?:\.\*)+$/, '$1')
    .replace(/^\^?(?:\.\*)+(?![?+*{])/, '')
}

/** Makes `^` and `$` mean the ends of the line, and no carriage return in it. */
function inLine(pattern: string): string {
  return `(?-m)${pattern}`
}

/** Bit i stands for expression i: makes it the flag of that one. */
function translate(bits: Uint8Array, flags: readonly number[]): void {
  const meanings = Array.from({ length: 1 << flags.length }, (_, bit) =>
    flags.reduce((all, flag, index) => all | ((bit >> index) & 1 ? flag : 0), 0),
  )
  for (let line = 0; line < bits.length; line++) bits[line] = meanings[bits[line] as number] ?? 0
}
