interface JsonError {
  readonly at: number
  readonly message: string
  readonly hint?: string
}

/** What is wrong with a text that should be JSON, and at which offset; undefined when it is JSON. */
export function findJsonError(text: string): JsonError | undefined {
  const reason = parse(text)
  if (reason === undefined) return undefined
  if (text.trim() === '') return { at: 0, message: 'the file is empty' }
  const at = positionIn(reason) ?? findEnd(text)
  if (at >= text.length) return { at: text.length, message: 'the text ends too early' }
  // Some reasons quote the text after a comma, which the place makes superfluous.
  const message = reason.replace(
    / in JSON at position [^]*| at position [^]*|, (?:\.\.\.)?"[^]*/,
    '',
  )
  return { at, message, ...hintFor(text, at) }
}

function parse(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function positionIn(reason: string): number | undefined {
  const position = / at position (\d+)/.exec(reason)
  return position === null ? undefined : Number(position[1])
}

/** Offset of the first character that no JSON could have there. The parser itself does not always say. */
function findEnd(text: string): number {
  let [good, bad] = [0, text.length + 1]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (couldGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function couldGoOn(start: string): boolean {
  const reason = parse(start)
  if (reason === undefined || /^Unexpected end|^Unterminated string/.test(reason)) return true
  return positionIn(reason) === start.length
}

function hintFor(text: string, at: number): { readonly hint?: string } {
  if (/^(?:\/[/*]|#)/.test(text.slice(at, at + 2))) {
    return { hint: 'JSON has no comments; name the file .yaml, or leave them out.' }
  }
  const closing = /^[\]}]/.test(text.slice(at, at + 1))
  const trailing = closing && text.slice(0, at).trimEnd().endsWith(',')
  return trailing ? { hint: 'Remove the comma before the closing bracket.' } : {}
}
