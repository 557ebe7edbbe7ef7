import { Composer, type CST, Parser } from 'yaml'

/** What the parser stumbled over. */
export interface YamlError {
  readonly code: string
  /** Offset into the text. */
  readonly at: number
  readonly message: string
}

type ErrorSource = number | readonly [number, number] | { readonly offset: number }

const mostErrors = 100

/**
 * Parses YAML 1.2 with every scalar left as text and duplicate keys left in place; the contents are those of the first
 * document. Gives up after a hundred errors: the library alone would keep one for almost every byte of some texts.
 */
export function parseYaml(text: string): {
  readonly contents: unknown
  readonly errors: readonly YamlError[]
} {
  const errors: YamlError[] = []
  const composer = new Composer({ schema: 'failsafe', strict: false, uniqueKeys: false })
  const onError = (source: ErrorSource, code: string, message: string) => {
    errors.push({ code, at: offsetOf(source), message })
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
  return { contents, errors: errors.toSorted((a, b) => a.at - b.at) }
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

function offsetOf(source: ErrorSource): number {
  if (typeof source === 'number') return source
  return 'offset' in source ? source.offset : source[0]
}
