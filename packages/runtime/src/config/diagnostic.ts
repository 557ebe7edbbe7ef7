import type { DiagnosticCode } from './codes.ts'

/** One thing that is wrong, or looks wrong, in a pipeline file. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  readonly code: DiagnosticCode
  readonly file: string
  /** Counted from 1; 1 for what concerns the file as a whole. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units; 1 for what concerns the file as a whole. */
  readonly column: number
  /** Where in the structure, such as `inputs[0].FilePaths`; empty for the file as a whole. */
  readonly path: string
  /** What was found and what was expected, in one sentence. Never holds the value of a secret reference. */
  readonly message: string
  /** What to do next. */
  readonly hint?: string
}

/** The text an operator reads: `file:line:column: severity CODE: message`, the hint indented below it. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, code, message, hint } = diagnostic
  const text = `${file}:${line}:${column}: ${severity} ${code}: ${message}`
  return hint === undefined ? text : `${text}\n  ${hint}`
}
