import { LineCounter } from 'yaml'
import type { DiagnosticCode } from './codes.ts'
import type { Diagnostic } from './diagnostic.ts'
import { formatPath, type Path } from './path.ts'

/** A diagnostic before its place in the file is turned into line and column. */
export interface Problem {
  readonly code: DiagnosticCode
  /** Offset into the text of the file. */
  readonly at: number
  readonly path: Path
  readonly message: string
  readonly hint?: string | undefined
}

export interface Position {
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number
}

const mostDiagnostics = 1000

/** Collects the diagnostics of one file; of more than a thousand, the number of the others. */
export class Reporter {
  readonly #file: string
  readonly #strict: boolean
  readonly #lines = new LineCounter()
  readonly #diagnostics: Diagnostic[] = []
  #omitted = 0
  #failed = false

  constructor(file: string, text: string, strict: boolean) {
    this.#file = file
    this.#strict = strict
    this.#lines.addNewLine(0)
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      this.#lines.addNewLine(end + 1)
    }
  }

  /** In the order of the file. */
  get diagnostics(): readonly Diagnostic[] {
    const sorted = this.#diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column)
    const last = sorted.at(-1)
    if (this.#omitted === 0 || last === undefined) return sorted
    const message = `${this.#omitted} more problems in this file are not listed`
    const hint = 'Mend those listed first.'
    const severity = this.#failed ? 'error' : 'warning'
    return [...sorted, { ...last, severity, code: 'DIAGNOSTICS_OMITTED', path: '', message, hint }]
  }

  get failed(): boolean {
    return this.#failed
  }

  error(problem: Problem): void {
    this.#add('error', problem)
  }

  /** An error when the file is read strictly. */
  warning(problem: Problem): void {
    this.#add(this.#strict ? 'error' : 'warning', problem)
  }

  position(at: number): Position {
    const { line, col } = this.#lines.linePos(at)
    return { line, column: col }
  }

  #add(severity: Diagnostic['severity'], problem: Problem): void {
    const { code, at, path, message, hint } = problem
    if (severity === 'error') this.#failed = true
    if (this.#diagnostics.length === mostDiagnostics) {
      this.#omitted++
      return
    }
    this.#diagnostics.push({
      severity,
      code,
      file: this.#file,
      ...this.position(at),
      path: formatPath(path),
      message,
      ...(hint === undefined ? {} : { hint }),
    })
  }
}
