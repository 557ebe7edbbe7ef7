import { Composer, type CST, Parser } from 'yaml'

/** What the parser stumbled over. */
export interface YamlError {
  readonly code: string
  /** Offset into the text. */
  readonly at: number
  readonly message: string
}

/** What a text says, and what is wrong with it. Immutable. */
export interface ParsedYaml {
  /** A node of the library `yaml`, or nothing; when there are errors, as much as could be made out. */
  readonly contents: unknown
  /** In the order of the text, a hundred at most. */
  readonly errors: readonly YamlError[]
  /** What has no meaning but can be passed over, such as an unknown tag. In the order of the text, a hundred at most. */
  readonly warnings: readonly YamlError[]
}

type ErrorSource = number | readonly [number, number] | { readonly offset: number }
type OnError = (source: ErrorSource, code: string, message: string, warning?: boolean) => void

const mostErrors = 100

/**
 * Parses YAML 1.2 with every scalar left as text and duplicate keys left in place; a second document is an error. Never
 * throws. Gives up after a hundred errors: the library alone keeps an error for almost every byte of some texts, until
 * the process runs out of memory. The caller bounds the text.
 */
export function parseYaml(text: string): ParsedYaml {
  const errors: YamlError[] = []
  const warnings: YamlError[] = []
  const composer = new Composer({ schema: 'failsafe', strict: false, uniqueKeys: false })
  const onError: OnError = (source, code, message, warning) => {
    const found = { code, at: offsetOf(source), message }
    if (warning === true) {
      if (warnings.length < mostErrors) warnings.push(found)
      return
    }
    errors.push(found)
    if (errors.length === mostErrors) throw new TooManyErrors()
  }
  Object.assign(composer, { onError })
  let contents: unknown
  try {
    const tokens = untilTooManyErrors(new Parser().parse(text))
    const [document, second] = composer.compose(tokens, true, text.length)
    contents = document?.contents
    for (const { code, pos, message } of document?.errors ?? [])
      errors.push({ code, at: pos[0], message })
    if (second !== undefined) {
      const message = 'the file holds more than one document'
      errors.push({ code: 'MULTIPLE_DOCS', at: second.range[0], message })
    }
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error
  }
  return { contents, errors: errors.toSorted(byPlace), warnings: warnings.toSorted(byPlace) }
}

class TooManyErrors extends Error {}

function* untilTooManyErrors(tokens: Iterable<CST.Token>): Iterable<CST.Token> {
  let errors = 0
  for (const token of tokens) {
    yield token
    if (token.type === 'error' || token.type === 'doc-end') errors++
    if (errors === mostErrors) return
  }
}

function byPlace(a: YamlError, b: YamlError): number {
  return a.at - b.at
}

function offsetOf(source: ErrorSource): number {
  if (typeof source === 'number') return source
  return 'offset' in source ? source.offset : source[0]
}
