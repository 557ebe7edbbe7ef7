/** How values stand in a text. */
export interface DelimiterOptions {
  /** What stands between two values: at least one character. */
  readonly separator: string
  /** A character of ASCII that may stand around a value, doubled for itself inside. Empty: none. */
  readonly quote: string
  /** Spaces in front, and spaces and carriage returns behind, do not count. */
  readonly trim: boolean
  /** Whether an empty value follows a separator at the very end. */
  readonly lastEmpty: boolean
  /** Quotes are checked up to the end, and a wrong one fails all; else the values in front of it stay. */
  readonly strict: boolean
  /** Fewer values than keys are a failure. */
  readonly requireAll: boolean
  /**
   * What is made of what stands behind the value of the last key: a value `each`; or one value that begins behind the
   * separator (`tail`), or with it and has its quotes removed (`joined`: needs a key, and `lastEmpty`); or nothing.
   */
  readonly rest: 'each' | 'tail' | 'joined' | 'none'
}

/** What became of a text. 2 stands for what a kernel leaves undecided. */
export const Split = { failed: 0, all: 1, short: 3, blank: 4 } as const

const NONE = -1

/**
 * Appends the values of a text to `values`, those for `keyCount` keys and then what `rest` asks for. Returns one of
 * `Split`: whether there was a value for each key, fewer, or nothing but blanks; for a failure, `values` has what stays.
 */
export function splitText(
  text: string,
  options: DelimiterOptions,
  keyCount: number,
  values: string[],
): number {
  const { separator, quote, strict, rest } = options
  const [from, to] = options.trim ? trimmed(text) : [0, text.length]
  if (options.trim && from === to) return Split.blank
  const body = text.slice(0, to)
  const before = values.length
  const isRestSplit = rest === 'each' || (strict && quote !== '')
  const behind = (end: number): number => (end === to && !options.lastEmpty ? NONE : end)
  let count = 0
  let at = behind(from)
  let restAt = at
  while (at !== NONE && (count < keyCount || isRestSplit)) {
    let value: string
    if (quote !== '' && body.startsWith(quote, at)) {
      const end = closingQuote(body, at + 1, options)
      if (end === NONE) return fail(values, strict ? before : values.length)
      value = body.slice(at + 1, end).replaceAll(quote + quote, quote)
      at = end + 1 === to ? NONE : behind(end + 1 + separator.length)
    } else {
      const end = body.indexOf(separator, at)
      value = end === NONE ? body.slice(at) : body.slice(at, end)
      at = end === NONE ? NONE : behind(end + separator.length)
    }
    if (count < keyCount || rest === 'each') values.push(value)
    else if (rest === 'joined') join(values, before + keyCount, separator + value)
    if (++count === keyCount) restAt = at
  }
  if (count < keyCount) return options.requireAll ? fail(values, before) : Split.short
  if (restAt !== NONE && rest === 'tail') values.push(body.slice(restAt))
  // Where quotes mean nothing it was not split.
  if (at !== NONE && rest === 'joined') values.push(body.slice(at - separator.length))
  return Split.all
}

function fail(values: string[], kept: number): number {
  values.length = kept
  return Split.failed
}

function join(values: string[], index: number, text: string): void {
  values[index] = (values[index] ?? '') + text
}

function trimmed(text: string): readonly [from: number, to: number] {
  let to = text.length
  while (to > 0 && (text[to - 1] === ' ' || text[to - 1] === '\r')) to--
  let from = 0
  while (from < to && text[from] === ' ') from++
  return [from, to]
}

/** The quote behind which a separator or the end follows; NONE when anything else does. */
function closingQuote(text: string, from: number, { separator, quote }: DelimiterOptions): number {
  let at = text.indexOf(quote, from)
  while (at !== NONE) {
    if (at + 1 === text.length || text.startsWith(separator, at + 1)) return at
    if (!text.startsWith(quote, at + 1)) return NONE
    at = text.indexOf(quote, at + 2)
  }
  return NONE
}
