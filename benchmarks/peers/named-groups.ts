/** The pattern with its groups named, for programs that take the names of fields from there. */
export function nameGroups(pattern: string, keys: readonly string[], opening = '(?<'): string {
  let group = 0
  return pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\((?!\?)/g, (piece) =>
    piece === '(' ? `${opening}${keys[group++] ?? `group${group}`}>` : piece,
  )
}
