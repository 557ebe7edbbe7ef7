export const QUOTE = 0x22
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const OPEN_BRACE = 0x7b
export const CLOSE_BRACE = 0x7d

const SPACE = 0x20
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const SIMPLE_ESCAPES = '"\\/bfnrt'
const LITERALS = ['true', 'false', 'null'] as const

/** Objects and arrays may be nested this deep. */
const DEEPEST = 512
const KEPT_UNITS = 64 * 1024

/**
 * Moves over JSON text strictly by RFC 8259, without making anything of it. Methods that return a boolean say whether
 * what they move over is there; after a false that ends a value the position means nothing.
 */
export class JsonScanner {
  text = ''
  /** Index in `text` of the next unit to look at. */
  position = 0
  #depth = 0
  /** Of the string last moved over: where its inner text begins, and whether it has escapes. */
  #stringStart = 0
  #escaped = false
  /** The text's code units, much faster to read one by one than the text, and a zero behind them. */
  #units = new Uint16Array(KEPT_UNITS)
  #bytes = Buffer.from(this.#units.buffer)

  open(text: string): void {
    if (text.length >= this.#units.length || this.#units.length > KEPT_UNITS) {
      this.#units = new Uint16Array(Math.max(KEPT_UNITS, text.length + 1))
      this.#bytes = Buffer.from(this.#units.buffer)
    }
    this.#bytes.write(text, 'utf16le')
    this.#units[text.length] = 0
    this.text = text
    this.position = 0
    this.#depth = 0
  }

  /** Moves over white space and returns the code unit behind it, which is 0 at the end. */
  peek(): number {
    const units = this.#units
    let unit = units[this.position] as number
    while (unit === SPACE || unit === 0x0a || unit === 0x0d || unit === 0x09) {
      unit = units[++this.position] as number
    }
    return unit
  }

  /** Whether nothing but white space is left. */
  atEnd(): boolean {
    this.peek()
    return this.position === this.text.length
  }

  /** Moves over the colon behind a name. */
  colon(): boolean {
    return this.#take(COLON)
  }

  /** Moves over the comma behind a member or item: there is another one. Without a comma it stays. */
  more(): boolean {
    return this.#take(COMMA)
  }

  /** Moves over the brace or bracket that opens an object or array; refuses nesting that is too deep. */
  enter(): boolean {
    this.position++
    return ++this.#depth <= DEEPEST
  }

  /** Moves over the brace or bracket that closes what was entered. */
  leave(close: number): boolean {
    this.#depth--
    return this.#take(close)
  }

  /** Moves over a string whose opening quote is at the position. */
  string(): boolean {
    const units = this.#units
    let at = this.position + 1
    this.#stringStart = at
    this.#escaped = false
    for (let unit = units[at] as number; unit !== QUOTE; unit = units[at] as number) {
      if (unit < SPACE) return false
      if (unit !== BACKSLASH) {
        at++
        continue
      }
      this.#escaped = true
      at = this.#escape(at)
      if (at === -1) return false
    }
    this.position = at + 1
    return true
  }

  /** The string last moved over, decoded; an escape that is half a surrogate pair gives U+FFFD. */
  stringText(): string {
    const start = this.#stringStart
    if (!this.#escaped) return this.text.slice(start, this.position - 1)
    return decodeString(this.text.slice(start - 1, this.position))
  }

  /** Moves over any value. */
  value(): boolean {
    const unit = this.peek()
    if (unit === QUOTE) return this.string()
    if (unit === OPEN_BRACE) return this.#object()
    if (unit === OPEN_BRACKET) return this.#array()
    return this.#number() || this.#literal()
  }

  #object(): boolean {
    if (!this.enter()) return false
    if (this.peek() === CLOSE_BRACE) return this.leave(CLOSE_BRACE)
    do {
      if (this.peek() !== QUOTE || !this.string() || !this.colon() || !this.value()) return false
    } while (this.more())
    return this.leave(CLOSE_BRACE)
  }

  #array(): boolean {
    if (!this.enter()) return false
    if (this.peek() === CLOSE_BRACKET) return this.leave(CLOSE_BRACKET)
    do {
      if (!this.value()) return false
    } while (this.more())
    return this.leave(CLOSE_BRACKET)
  }

  #take(expected: number): boolean {
    if (this.peek() !== expected) return false
    this.position++
    return true
  }

  #literal(): boolean {
    const literal = LITERALS.find((each) => this.text.startsWith(each, this.position))
    return literal !== undefined && this.#end(this.position + literal.length)
  }

  #number(): boolean {
    const units = this.#units
    let at = this.position
    if (units[at] === 0x2d) at++
    at = units[at] === 0x30 ? at + 1 : this.#digits(at)
    if (at !== -1 && units[at] === 0x2e) at = this.#digits(at + 1)
    if (at !== -1 && ((units[at] as number) | 0x20) === 0x65) at = this.#exponent(at + 1)
    return at !== -1 && this.#end(at)
  }

  /** Ends a number or literal, which nothing may be attached to: `01` is a mistake, not a zero in front of one. */
  #end(at: number): boolean {
    const unit = this.#units[at] as number
    if (unit > SPACE && unit !== COMMA && unit !== CLOSE_BRACE && unit !== CLOSE_BRACKET)
      return false
    this.position = at
    return true
  }

  #exponent(at: number): number {
    const unit = this.#units[at]
    return this.#digits(unit === 0x2b || unit === 0x2d ? at + 1 : at)
  }

  /** The index behind one or more digits, or -1. */
  #digits(from: number): number {
    const units = this.#units
    let at = from
    while ((units[at] as number) >= 0x30 && (units[at] as number) <= 0x39) at++
    return at === from ? -1 : at
  }

  /** The index behind the escape at `at`, or -1. */
  #escape(at: number): number {
    const unit = this.#units[at + 1] as number
    if (unit !== 0x75) return SIMPLE_ESCAPES.includes(String.fromCharCode(unit)) ? at + 2 : -1
    for (let digit = at + 2; digit < at + 6; digit++) {
      if (!isHexadecimal(this.#units[digit] as number)) return -1
    }
    return at + 6
  }
}

/** What a valid string with its quotes stands for; half a surrogate pair becomes U+FFFD. */
export function decodeString(source: string): string {
  return (JSON.parse(source) as string).toWellFormed()
}

function isHexadecimal(unit: number): boolean {
  const lower = unit | 0x20
  return (unit >= 0x30 && unit <= 0x39) || (lower >= 0x61 && lower <= 0x66)
}
