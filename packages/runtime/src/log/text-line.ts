/** Text that needs no quotes to be told from its surroundings. */
const BARE = /^[^\s"=\p{Cc}]+$/u

/**
 * Turns a JSON record into the line a person reads: `<time> LEVEL message key=value …`. Nested objects become dotted
 * keys, and control characters are escaped: data can neither start a line of its own nor drive the terminal.
 */
export function formatTextLine(json: string): string {
  const { time, level, message, ...fields } = JSON.parse(json) as Readonly<Record<string, unknown>>
  const head = `${String(time)} ${String(level).toUpperCase().padEnd(5)} ${escapeControls(String(message))}`
  const pairs = Object.entries(fields).flatMap(([key, value]) => formatPairs(key, value))
  return `${[head, ...pairs].join(' ')}\n`
}

function formatPairs(key: string, value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([name, inner]) => formatPairs(`${key}.${name}`, inner))
  }
  return [`${quoteUnlessBare(key)}=${formatValue(value)}`]
}

function formatValue(value: unknown): string {
  return typeof value === 'string' ? quoteUnlessBare(value) : escapeControls(JSON.stringify(value))
}

function quoteUnlessBare(text: string): string {
  return BARE.test(text) ? text : escapeControls(JSON.stringify(text))
}

function escapeControls(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    const short = JSON.stringify(character).slice(1, -1)
    if (short.startsWith('\\')) return short
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
