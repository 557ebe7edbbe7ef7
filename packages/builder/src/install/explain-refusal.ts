import type { Finding, Place } from '../finding.ts'
import type { InstallProblem } from './messages.ts'

/** Problems of packages, with the places in the manifests that ask for them. */
export function explainRefusal(
  problems: readonly InstallProblem[],
  places: ReadonlyMap<string, Place>,
): readonly Finding[] {
  return problems.map(({ name, ...problem }) => {
    const place = name === undefined ? undefined : places.get(name)
    return { severity: 'error', ...problem, ...(place === undefined ? {} : { place }) }
  })
}
