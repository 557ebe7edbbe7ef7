import { parseSync } from 'rolldown/utils'

export interface ImportSite {
  readonly target: string
  readonly line: number
}

/**
 * Static imports, re-exports and literal dynamic imports of a TypeScript file; none of a file with
 * syntax errors, which the type check reports.
 */
export function findImports(path: string, source: string): readonly ImportSite[] {
  const { module } = parseSync(path, source)
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => moduleRequest),
  ]
  return requests.flatMap((request) => {
    if (!request) return []
    const [, target] = /^['"](.*)['"]$/.exec(source.slice(request.start, request.end)) ?? []
    if (target === undefined) return []
    return [{ target, line: source.slice(0, request.start).split('\n').length }]
  })
}
