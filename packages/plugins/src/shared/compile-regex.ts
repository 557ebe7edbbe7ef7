import { ConfigError, type PluginContext } from '@sluice/plugin'
import type { RegexKernel, RegexOptions } from '@sluice/plugin/columns'

/** Compiles the expression of the option at `path`; what is wrong with it is reported at that option. */
export function compileRegex(
  { kernels }: PluginContext,
  pattern: string,
  options: RegexOptions,
  path: readonly (string | number)[],
): RegexKernel {
  try {
    return kernels.regex(pattern, options)
  } catch (error) {
    const { message, hint } = error as Error & { readonly hint?: string }
    throw new ConfigError(path, `the expression cannot be used: ${message}`, hint)
  }
}

/** Compiles the option `Regex` of a plugin whose `Keys` name the groups; `.` matches a newline. */
export function compileExtractor(
  context: PluginContext,
  { Regex, Keys }: { readonly Regex: string; readonly Keys: readonly string[] },
  options: Omit<RegexOptions, 'dotAll'>,
): RegexKernel {
  const regex = compileRegex(context, Regex, { ...options, dotAll: true }, ['Regex'])
  if (regex.groups < Keys.length) {
    const counts = { groups: regex.groups, keys: Keys.length }
    context.logger.warn(counts, 'Regex has fewer groups than there are Keys: nothing will match')
  }
  return regex
}
