import { FIELD_COUNT, type TimeStep } from './time-format.ts'

/** What stands in a text. */
export interface ReadTime {
  /** By `Field`; -1 for what is not there. */
  readonly fields: readonly number[]
  readonly nanos: number
  /** Seconds since 1970 in UTC, if that is what it says. */
  readonly epoch: number | undefined
}

const LONGEST_NAME = 9
const SPACES = /[ \t\n\v\f\r]*/y
const LETTERS = /[A-Za-z]+/y
/** ISO 8601, RFC 822, and the letters of the military. */
const ZONE = /[ \t\n\v\f\r]*(?:GMT|UTC?|[+-]\d\d(?::?[0-5]\d|(?!:?\d))|[ECMP][SD]T|[A-IL-Z])/y

/** Reads what the steps say from the beginning of a text; undefined when it is not there. What stands behind is ignored. */
export function readTime(steps: readonly TimeStep[], text: string): ReadTime | undefined {
  const reader = new TimeReader(text)
  return steps.every((step) => reader.read(step)) ? reader : undefined
}

class TimeReader implements ReadTime {
  readonly fields = Array.from({ length: FIELD_COUNT }, () => -1)
  nanos = 0
  epoch: number | undefined
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Moves behind what the step says; false when something else stands there. */
  read(step: TimeStep): boolean {
    switch (step.kind) {
      case 'literal':
        return this.#skip(step.text)
      case 'space':
        return this.#take(SPACES) !== undefined
      case 'number':
        return this.#readNumber(step)
      case 'name':
        return this.#readName(step)
      case 'fraction':
        return this.#readFraction()
      case 'zone':
        return this.#take(ZONE) !== undefined
      case 'letters':
        return this.#take(LETTERS) !== undefined
      case 'epoch':
        return this.#readEpoch(/[0-9]+/y)
      case 'longEpoch':
        if (!this.#readEpoch(/[0-9]{1,10}/y)) return false
        if (step.fraction === 'dot' && !this.#skip('.')) return false
        return this.#readFraction() || step.fraction === 'maybe'
    }
  }

  #readNumber({ field, min, max }: TimeStep & { readonly kind: 'number' }): boolean {
    const digits = this.#take(new RegExp(`[0-9]{1,${String(max).length}}`, 'y')) ?? ''
    const shorter = digits.slice(0, -1)
    // A digit with which any number would be too large is not taken.
    const taken = Number(shorter) * 10 > max ? shorter : digits
    this.#at -= digits.length - taken.length
    const value = Number(taken)
    this.fields[field] = value
    return taken !== '' && value >= min && value <= max
  }

  #readName({ field, names, values }: TimeStep & { readonly kind: 'name' }): boolean {
    const ahead = this.#text.slice(this.#at, this.#at + LONGEST_NAME)
    const rest = ahead.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    const index = names.findIndex((name) => rest.startsWith(name))
    this.#at += names[index]?.length ?? 0
    this.fields[field] = values[index] ?? -1
    return index !== -1
  }

  #readFraction(): boolean {
    const digits = this.#take(/[0-9]{1,9}/y)
    if (digits !== undefined) this.nanos = Number(digits.padEnd(9, '0'))
    return digits !== undefined
  }

  #readEpoch(pattern: RegExp): boolean {
    this.epoch = Number(this.#take(pattern) ?? 0)
    return this.epoch !== 0
  }

  #skip(text: string): boolean {
    const isThere = this.#text.startsWith(text, this.#at)
    if (isThere) this.#at += text.length
    return isThere
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }
}
