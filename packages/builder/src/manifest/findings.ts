import type { Finding, Place } from '../finding.ts'
import { redact } from '../redact.ts'

/** A finding before its severity and place are added. */
export type Problem = Pick<Finding, 'code' | 'message' | 'hint'>

const mostOfOneSeverity = 100

/** Collects what is wrong with the manifests of one build; after a hundred errors or warnings, only how many more. */
export class Findings {
  readonly #kept = { error: [] as Finding[], warning: [] as Finding[] }
  readonly #omitted = { error: 0, warning: 0 }

  error(place: Place | undefined, problem: Problem): void {
    this.#add('error', place, problem)
  }

  warning(place: Place, problem: Problem): void {
    this.#add('warning', place, problem)
  }

  /** The result; undefined when it is a problem, which is then among the errors. */
  unwrap<Result extends object>(place: Place, result: Result | Problem): Result | undefined {
    if (!isProblem(result)) return result
    this.error(place, result)
    return undefined
  }

  get failed(): boolean {
    return this.#kept.error.length > 0
  }

  /** Those of one severity in the order of the files, without the secrets. */
  list(
    severity: Finding['severity'],
    files: readonly string[],
    secrets: readonly string[],
  ): readonly Finding[] {
    const sorted = this.#kept[severity].toSorted((a, b) => compare(a.place, b.place, files))
    const shown = sorted.map((finding) => ({
      ...finding,
      message: redact(finding.message, secrets),
      hint: redact(finding.hint, secrets),
    }))
    const omitted = this.#omitted[severity]
    if (omitted === 0) return shown
    const message = `${omitted} more problems are not listed`
    return [
      ...shown,
      { severity, code: 'FINDINGS_OMITTED', message, hint: 'Mend those listed first.' },
    ]
  }

  #add(severity: Finding['severity'], place: Place | undefined, problem: Problem): void {
    const kept = this.#kept[severity]
    if (kept.length === mostOfOneSeverity) this.#omitted[severity]++
    else kept.push({ severity, ...(place === undefined ? {} : { place }), ...problem })
  }
}

function isProblem(result: object): result is Problem {
  return 'code' in result && 'hint' in result
}

function compare(a: Place | undefined, b: Place | undefined, files: readonly string[]): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined)
  return files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column
}
