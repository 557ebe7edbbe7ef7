import { parseYaml, type YamlError } from '@sluice/runtime'
import { LineCounter } from 'yaml'
import type { Place } from '../finding.ts'
import { commentInLine, commentProblem } from './comment.ts'
import type { Findings, Problem } from './findings.ts'
import type { Node } from './node.ts'
import { shorten } from './show.ts'
import { TreeBuilder } from './tree-builder.ts'

const mostSyntaxErrors = 10

const hints: Readonly<Record<string, string>> = {
  BAD_INDENT: 'Indent the entries of one list or map alike.',
  BLOCK_AS_IMPLICIT_KEY:
    'Indent the keys of one map alike; put a value that holds ": " in single quotes.',
  MULTILINE_IMPLICIT_KEY: 'Indent the keys of one map alike.',
  MULTIPLE_DOCS: 'Write one manifest per file.',
  RESOURCE_EXHAUSTION: 'Use less nesting.',
  TAB_AS_INDENT: 'Indent with spaces.',
  TAG_RESOLVE_FAILED: 'Put a value that begins with ! in single quotes.',
}

/** Parses the text of a manifest; undefined when its mistakes leave nothing to go on with. */
export function parseDocument(file: string, text: string, findings: Findings): Node | undefined {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    lines.addNewLine(end + 1)
  }
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { file, line, column: col }
  }
  const { contents, errors, warnings } = parseYaml(text)
  const mistakes = [...errors, ...warnings].toSorted((a, b) => a.at - b.at)
  reportSyntax(mistakes, text, placeAt, findings)
  // A bare @ is refused, but what was meant is clear enough to look for more mistakes.
  if (mistakes.some((error) => !isBareAt(error, text))) return undefined
  return new TreeBuilder(text, placeAt, findings).build(contents, 0)
}

/** One mistake makes the parser stumble several times: the first error of each line says enough. */
function reportSyntax(
  errors: readonly YamlError[],
  text: string,
  placeAt: (offset: number) => Place,
  findings: Findings,
): void {
  const reported = new Set<number>()
  for (const error of errors) {
    const place = placeAt(error.at)
    if (reported.has(place.line) || reported.size === mostSyntaxErrors) continue
    reported.add(place.line)
    const line = lineAt(text, error.at)
    const comment = commentInLine(line)
    if (comment === undefined) findings.error(place, explain(error, text))
    else findings.error({ ...place, column: comment + 1 }, commentProblem(line.slice(comment)))
  }
}

function explain(error: YamlError, text: string): Problem {
  const code = 'MANIFEST_SYNTAX'
  if (isBareAt(error, text)) {
    const [value = '@'] = /^@[^\s,[\]{}#]*/.exec(text.slice(error.at, error.at + 1000)) ?? []
    const message = 'malformed YAML: unquoted text begins with @; expected quotes around it'
    return { code, message, hint: `Put it in quotes: '${shorten(value.replace(/:$/, ''))}'` }
  }
  // What follows is a piece of the file, which may be a credential.
  const reason = error.message.replace(/: ".*$/s, '').slice(0, 200)
  const hint = hints[error.code] ?? "Write lines such as: - package: 'name@^1.0.0'"
  return { code, message: `malformed YAML: ${reason}; expected a valid YAML map`, hint }
}

function isBareAt({ code, at }: YamlError, text: string): boolean {
  return code === 'BAD_SCALAR_START' && text[at] === '@'
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
  return text.slice(start, end < 0 ? undefined : end)
}
