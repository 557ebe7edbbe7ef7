/** The characters that cut; `quote` is empty when none has a meaning. */
export interface Cuts {
  readonly separator: string
  readonly quote: string
}

/** Returned for a quoted value that does not end where a value may end. */
export const BROKEN_QUOTE = -1

/**
 * Appends up to `limit` values of `text` to `values` and returns where the rest begins: beyond the end when nothing is
 * left. A separator at the very end adds no empty value.
 */
export function splitValues(
  text: string,
  { separator, quote }: Cuts,
  limit: number,
  values: string[],
): number {
  // Not a number, and so equal to no character, when there is no quote.
  const quoteCode = quote.charCodeAt(0)
  let at = 0
  while (values.length < limit && at < text.length) {
    if (text.charCodeAt(at) === quoteCode) {
      const end = findClosingQuote(text, at + 1, separator, quote)
      if (end === BROKEN_QUOTE) return BROKEN_QUOTE
      const inner = text.slice(at + 1, end)
      values.push(inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner)
      at = end + 2
    } else {
      const end = text.indexOf(separator, at)
      values.push(end === -1 ? text.slice(at) : text.slice(at, end))
      at = end === -1 ? text.length : end + 1
    }
  }
  return at
}

function findClosingQuote(text: string, from: number, separator: string, quote: string): number {
  let at = text.indexOf(quote, from)
  while (at !== -1) {
    if (at === text.length - 1 || text.charCodeAt(at + 1) === separator.charCodeAt(0)) return at
    if (text.charCodeAt(at + 1) !== quote.charCodeAt(0)) return BROKEN_QUOTE
    at = text.indexOf(quote, at + 2)
  }
  return BROKEN_QUOTE
}
