import { redact } from './redact.ts'

/** Where in a manifest something stands. */
export interface Place {
  /** Relative to the repository, or a URL. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1. */
  readonly column: number
}

/** One thing that keeps a distribution from being built, or that looks wrong. */
export interface Finding {
  readonly severity: 'error' | 'warning'
  readonly code: string
  /** Absent for what no manifest is the cause of. */
  readonly place?: Place
  /** What was found and what was expected, in one sentence; it names the plugin or package. */
  readonly message: string
  /** What to do next. */
  readonly hint: string
}

/** The finding without these credentials, which what it quotes may hold. */
export function redactFinding(finding: Finding, secrets: readonly string[]): Finding {
  const { message, hint } = finding
  return { ...finding, message: redact(message, secrets), hint: redact(hint, secrets) }
}

/** The distribution is not built, for these reasons; nothing was written. */
export class BuildRefused extends Error {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super(findings.map(formatFinding).join('\n'))
    this.name = 'BuildRefused'
    this.findings = findings
  }
}

/** The text a person reads: `file:line:column: severity CODE: message`, the hint indented below it. */
export function formatFinding({ severity, code, place, message, hint }: Finding): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `
  return `${where}${severity} ${code}: ${message}\n  ${hint}`
}
