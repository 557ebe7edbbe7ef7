import type { ConfigNode } from './config-node.ts'
import { findJsonError } from './find-json-error.ts'
import { parseYaml, type YamlError } from './parse-yaml.ts'
import { quote } from './quote.ts'
import type { Reporter } from './reporter.ts'
import type { Secrets } from './secrets.ts'
import { TreeBuilder } from './tree-builder.ts'

const mostSyntaxErrors = 10

const hints: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE:
    'In double quotes a backslash starts an escape; put regular expressions in single quotes.',
  BAD_INDENT: 'Indent the entries of one list or map by the same number of spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a value that holds ": " in single quotes.',
  MULTIPLE_DOCS: 'Write one pipeline per file.',
  RESOURCE_EXHAUSTION: 'The file is nested too deeply.',
  TAB_AS_INDENT: 'Indent with spaces.',
}

/**
 * Parses the text of a pipeline file into a tree of typed values with their places. Secret references are replaced.
 * Whatever is wrong goes to the reporter; undefined when there is nothing to go on with.
 */
export function readDocument(
  text: string,
  format: 'yaml' | 'json',
  reporter: Reporter,
  secrets: Secrets,
): ConfigNode | undefined {
  const jsonError = format === 'json' ? findJsonError(text) : undefined
  if (jsonError !== undefined) {
    reporter.error({ code: 'JSON_SYNTAX', path: [], ...jsonError })
    return undefined
  }
  // Valid JSON has tabs between tokens only, where YAML is stricter about them; blanks keep every offset.
  const source = format === 'json' ? text.replaceAll('\t', ' ') : text
  const { contents, errors } = parseYaml(source)
  if (errors.length > 0) {
    reportSyntax(errors, source, reporter)
    return undefined
  }
  const tree = new TreeBuilder(reporter, secrets).build(contents)
  if (tree.kind !== 'scalar' || tree.value !== null) return tree
  if (reporter.failed) return undefined
  reporter.error({
    code: 'CONFIG_EMPTY',
    at: 0,
    path: [],
    message: 'the file holds no configuration',
    hint: 'A pipeline needs at least the lists inputs and flushers.',
  })
  return undefined
}

/** One mistake makes the parser stumble several times: the first error of each line says enough. */
function reportSyntax(errors: readonly YamlError[], source: string, reporter: Reporter): void {
  const lines = new Set<number>()
  for (const error of errors) {
    const at = Math.min(error.at, source.length)
    const { line } = reporter.position(at)
    if (lines.has(line) || lines.size === mostSyntaxErrors) continue
    lines.add(line)
    const hint = hintFor(error, at, source)
    reporter.error({ code: 'YAML_SYNTAX', at, path: [], message: error.message, hint })
  }
}

function hintFor(error: YamlError, at: number, source: string): string | undefined {
  const line = source.slice(source.lastIndexOf('\n', at - 1) + 1, at + 1)
  const bareReference = /[{[,:]\s*([^'"\s]*\$\{)$/.exec(line)
  if (bareReference !== null) {
    return `Inside { } and [ ] put a value that holds ${quote('${')} in quotes.`
  }
  return hints[error.code]
}
