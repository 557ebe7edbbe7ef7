/** Numbers that a time is made of; each is -1 as long as it was not read. */
export const Field = {
  year: 0,
  century: 1,
  yearOfCentury: 2,
  month: 3,
  day: 4,
  hour: 5,
  /** Of the 12-hour clock, 1 to 12. */
  hour12: 6,
  /** 0 before noon, 1 after. */
  half: 7,
  minute: 8,
  second: 9,
  dayOfYear: 10,
  /** What is checked, but tells nothing. */
  other: 11,
} as const

export const FIELD_COUNT = 12

/** One thing after the other that has to stand in a text. */
export type TimeStep =
  | { readonly kind: 'literal'; readonly text: string }
  /** Any number of white space, also none. */
  | { readonly kind: 'space' }
  | {
      readonly kind: 'number'
      readonly field: number
      readonly min: number
      /** No more digits are taken than it has. */
      readonly max: number
    }
  /** The first of these names that is there, in letters of either case. They are small letters. */
  | {
      readonly kind: 'name'
      readonly field: number
      readonly names: readonly string[]
      readonly values: readonly number[]
    }
  /** Digits of a fraction of a second: the first nine at most. */
  | { readonly kind: 'fraction' }
  /** A distance from UTC or what stands for one. */
  | { readonly kind: 'zone' }
  /** The name of a zone. */
  | { readonly kind: 'letters' }
  /** Seconds since 1970, UTC. */
  | { readonly kind: 'epoch' }
  /** The same with a fraction behind the tenth digit: there may be one, or has to be, behind a dot or not. */
  | { readonly kind: 'longEpoch'; readonly fraction: 'maybe' | 'always' | 'dot' }

const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')
const MONTHS =
  'january february march april may june july august september october november december'.split(' ')

/** Names, and their first three letters, whose values count from `first`. */
function names(field: number, list: readonly string[], first: number): TimeStep {
  const values = list.map((_, index) => index + first)
  const short = list.map((name) => name.slice(0, 3))
  return { kind: 'name', field, names: [...list, ...short], values: [...values, ...values] }
}

const HALVES: TimeStep = { kind: 'name', field: Field.half, names: ['am', 'pm'], values: [0, 1] }

/** Conversions that are short for others. */
const SHORT_FOR: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
  r: '%I:%M:%S %p',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  x: '%m/%d/%y',
}

function conversion(letter: string | undefined): TimeStep | undefined {
  switch (letter) {
    case '%':
      return { kind: 'literal', text: '%' }
    case 'n':
    case 't':
      return { kind: 'space' }
    case 'A':
    case 'a':
      return names(Field.other, DAYS, 0)
    case 'B':
    case 'b':
    case 'h':
      return names(Field.month, MONTHS, 1)
    case 'p':
      return HALVES
    case 'f':
      return { kind: 'fraction' }
    case 's':
      return { kind: 'epoch' }
    case 'Z':
      return { kind: 'letters' }
    case 'z':
      return { kind: 'zone' }
    default:
      return numberOf(letter ?? '')
  }
}

/** Field, least and greatest number. */
const NUMBERS: Readonly<Record<string, readonly [field: number, min: number, max: number]>> = {
  Y: [Field.year, 0, 9999],
  C: [Field.century, 0, 99],
  y: [Field.yearOfCentury, 0, 99],
  m: [Field.month, 1, 12],
  d: [Field.day, 1, 31],
  e: [Field.day, 1, 31],
  j: [Field.dayOfYear, 1, 366],
  H: [Field.hour, 0, 23],
  k: [Field.hour, 0, 23],
  I: [Field.hour12, 1, 12],
  l: [Field.hour12, 1, 12],
  M: [Field.minute, 0, 59],
  S: [Field.second, 0, 61],
  U: [Field.other, 0, 53],
  W: [Field.other, 0, 53],
  V: [Field.other, 0, 53],
  w: [Field.other, 0, 6],
  u: [Field.other, 1, 7],
  g: [Field.other, 0, 99],
  G: [Field.other, 0, 9999],
}

function numberOf(letter: string): TimeStep | undefined {
  const [field, min, max] = NUMBERS[letter] ?? []
  if (field === undefined || min === undefined || max === undefined) return undefined
  return { kind: 'number', field, min, max }
}

const SPACE = /^[ \t\n\v\f\r]/

/** Formats that are nothing but a number of seconds take it by its digits. */
const EPOCHS = new Map<string, TimeStep>([
  ['%s', { kind: 'longEpoch', fraction: 'maybe' }],
  ['%s%f', { kind: 'longEpoch', fraction: 'always' }],
  ['%s.%f', { kind: 'longEpoch', fraction: 'dot' }],
])

/**
 * The steps of a format in the syntax of strptime (POSIX, with `%f` for a fraction and `%Z`, `%z`, `%s`). Throws a
 * RangeError for a conversion that does not exist.
 */
export function compileTimeFormat(format: string): readonly TimeStep[] {
  const epoch = EPOCHS.get(format)
  if (epoch !== undefined) return [{ kind: 'space' }, epoch]
  const steps: TimeStep[] = []
  for (const part of format.match(/%[EO]?[^]?|[ \t\n\v\f\r]+|[^% \t\n\v\f\r]+/gu) ?? []) {
    const letter = part.startsWith('%') ? part.slice(1).at(-1) : undefined
    const alias = letter === undefined ? undefined : SHORT_FOR[letter]
    if (alias !== undefined) steps.push(...compileTimeFormat(alias))
    else if (part.startsWith('%')) steps.push(checked(conversion(letter), part))
    else steps.push(SPACE.test(part) ? { kind: 'space' } : { kind: 'literal', text: part })
  }
  return steps
}

function checked(step: TimeStep | undefined, part: string): TimeStep {
  if (step === undefined) throw new RangeError(`there is no conversion ${part}`)
  return step
}
