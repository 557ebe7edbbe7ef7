import { ConfigError } from '@sluice/plugin'

/**
 * Compiles a text in which `\1` to `\9` stand for groups, `\0` for the match and `\\` for a backslash. Throws a ConfigError
 * when there is no such group.
 */
export function compileRewrite(
  text: string,
  groupCount: number,
): (match: string, groups: readonly (string | undefined)[]) => string {
  const parts = (text.match(/\\[^]?|[^\\]+/g) ?? []).map((part): string | number => {
    if (!part.startsWith('\\')) return part
    if (part === '\\\\') return '\\'
    const group = /^\\\d$/.test(part) ? Number(part[1]) : Number.POSITIVE_INFINITY
    if (group <= groupCount) return group
    const hint = String.raw`write \\ for a backslash, and \0 to \9 for groups`
    throw new ConfigError(['ReplacingString'], `has ${part}, which is no group`, hint)
  })
  return (match, groups) =>
    parts
      .map((part) =>
        typeof part === 'string' ? part : part === 0 ? match : (groups[part - 1] ?? ''),
      )
      .join('')
}
