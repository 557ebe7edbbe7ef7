import type { ColumnGroup } from './column-group.ts'

/** The dialect a pattern is written in: Go's (RE2) for plugins of the extended family, Perl's (Boost) for native ones. */
export type RegexDialect = 're2' | 'perl'

export interface RegexOptions {
  readonly dialect: RegexDialect
  /** `full`: the whole value must match; `search`: anywhere in it. */
  readonly match: 'search' | 'full'
  /** Whether `.` matches a newline. Default: as the dialect says. */
  readonly dotAll?: boolean
  /** False when only whether it matches is wanted: groups are not captured then, cost nothing and forbid nothing. */
  readonly captures?: boolean
}

/** How work is done: compiled to WebAssembly, or in plain JavaScript. The results are the same. */
export interface Execution {
  readonly compiled: boolean
  /** In a few words: why it is not compiled, or what of it is left to plain JavaScript even so. */
  readonly reason?: string
}

/** What a plugin gets from {@link Kernels} at `setup` and then uses for many rows. */
export interface Kernel {
  /** How it runs here; `sluice validate --explain` shows it. */
  readonly execution: Execution
}

/** A compiled expression. Stateless: one may be used by many calls at once. */
export interface RegexKernel extends Kernel {
  /** Number of capture groups. */
  readonly groups: number
  test(text: string): boolean
  /** The groups' texts, `undefined` for one that did not take part; or `undefined` when nothing matches. */
  exec(text: string): readonly (string | undefined)[] | undefined
  /**
   * The text with its first match replaced, or all that do not overlap, of which an empty one does not touch the one
   * before it. `replacement` is given the match and the groups' texts.
   */
  replace(
    text: string,
    which: 'first' | 'all',
    replacement: (match: string, groups: readonly (string | undefined)[]) => string,
  ): string
  /** For every row with a run in `runs` (one entry per row, -1 for none): 1 if the value at that run matches, else 0. */
  matches(group: ColumnGroup, runs: Int32Array): Uint8Array
  /**
   * For every row with a run in `runs` (one entry per row, -1 for none): matches the value at that run and, if it
   * matches, appends one field per key: `keys[i]` (ids of `group.key`) gets capture group `i + 1`. A group that did not
   * take part adds nothing, or an empty value if `fillMissing`. A row that does not match stays as it is, and so do all
   * when there are fewer groups than keys. Returns 1 for each row that matched, else 0.
   */
  extract(
    group: ColumnGroup,
    runs: Int32Array,
    keys: readonly number[],
    fillMissing: boolean,
  ): Uint8Array
}

/** How members of JSON objects become fields. */
export interface JsonOptions {
  /**
   * `native`: `null` is an empty value, the last of several members with one name counts, and an object with a mistake
   * in it gives nothing. `extended`: `null` is a text, each member counts, and so do those in front of a mistake.
   */
  readonly family: 'native' | 'extended'
  /** What all keys begin with. */
  readonly prefix: string
  /** How many levels of names become fields; what is below stays JSON text. 0 means all. */
  readonly expandDepth: number
  /** Stands in front of the names of all levels but the first. */
  readonly connector: string
  /** Whether items of arrays become fields `key[0]`, `key[1]` …, where levels are expanded. */
  readonly expandArray: boolean
}

/** A way to take JSON objects apart; strictly by RFC 8259. It remembers names from call to call. */
export interface JsonKernel extends Kernel {
  /**
   * For every row with a run in `runs` (one entry per row, -1 for none): if the value at that run is a JSON object,
   * appends a field for each member. Strings are decoded (half a surrogate pair becomes U+FFFD), the rest is its text as
   * it stands. Returns 1 for each row with a valid object, else 0.
   */
  extract(group: ColumnGroup, runs: Int32Array): Uint8Array
}

/** How pairs of keys and values stand in a text. */
export interface KeyValueOptions {
  /** What stands between two pairs; at least one character. */
  readonly delimiter: string
  /** What stands behind a key; at least one character. */
  readonly separator: string
  /**
   * What may stand around a value, or a whole pair, which may have delimiters inside then; empty for nothing. If it is one
   * byte, it closes nothing behind a space and a backslash.
   */
  readonly quote: string
  /** The key of a value with nothing in front of the separator is this and a number from 0. */
  readonly emptyKeyPrefix: string
  /** The key of a pair without a separator is this and a number from 0; undefined leaves the pair out. */
  readonly noSeparatorPrefix: string | undefined
}

/** What a value was split into: 1 (`split`), to which the others are added if there were such pairs. */
export const PairsResult = { split: 1, noSeparator: 4, emptyKey: 8 } as const

/** A way to split pairs. It remembers keys from call to call. */
export interface KeyValueKernel extends Kernel {
  /**
   * For every row with a run in `runs` (one entry per row, -1 for none): appends a field for each pair of the value at
   * that run. An empty value is one pair, and so is what follows a delimiter at the end. Returns a sum of `PairsResult` for
   * each row, 0 for one without a run.
   */
  split(group: ColumnGroup, runs: Int32Array): Uint8Array
}

/** Lines of a group's bytes, and which of some expressions match each. */
export interface LineMatches {
  /** Offset of the end of each line: of its `\n`, or of the end of the bytes. */
  readonly ends: Int32Array
  /** A byte for each line: bit i is set when expression i matches it. */
  readonly flags: Uint8Array
}

/** How values stand in a field that a {@link DelimiterKernel} splits. */
export interface DelimiterOptions {
  /** What stands between two values: at least one character. */
  readonly separator: string
  /**
   * A character of ASCII, other than the separator, that may stand around a value, doubled for itself inside. Empty:
   * none. Only with a separator of one character of ASCII.
   */
  readonly quote: string
  /** Spaces in front of the first value, and spaces and carriage returns behind the last one, do not count. */
  readonly trim: boolean
  /** Whether an empty value follows a separator at the very end. */
  readonly lastEmpty: boolean
  /** Quotes are checked up to the end, and a wrong one fails all; else the values in front of it stay. */
  readonly strict: boolean
  /** Fewer values than keys are a failure. */
  readonly requireAll: boolean
  /**
   * What is made of what stands behind the value of the last key: a field for `each` value; or one field that begins
   * behind the separator (`tail`), or with it and has its quotes removed (`joined`: needs a key, and `lastEmpty`); or
   * nothing.
   */
  readonly rest: 'each' | 'tail' | 'joined' | 'none'
}

/**
 * What became of a value that was split: a wrong quote, or too few values; a value for every key; fewer values, which was
 * allowed; nothing but blanks, to which nothing is done.
 */
export const SplitResult = { failed: 0, all: 1, short: 3, blank: 4 } as const

/** A way to split values. Stateless for its callers: one may be used by many calls at once. */
export interface DelimiterKernel extends Kernel {
  /**
   * For every row with a run in `runs` (one entry per row, -1 for none): splits the value at that run and appends its
   * values: the first gets the key `keys[0]`, and so on; one whose key is -1 is left out. What stands behind the last
   * key gets the keys that `restKey` gives for its place, from `keys.length` on. Returns one of `SplitResult` for each
   * row; `failed` for a row without a run.
   */
  split(
    group: ColumnGroup,
    runs: Int32Array,
    keys: readonly number[],
    restKey: (index: number) => number,
  ): Uint8Array
}

/** How times are written in a field that a {@link TimeKernel} reads. */
export interface TimeOptions {
  /**
   * In the syntax of strptime, with `%f` for the digits of a fraction. `%z` and `%Z` are read, but do not count. A format
   * that is nothing but `%s`, `%s%f` or `%s.%f` takes ten digits as seconds and the next ones as a fraction.
   */
  readonly format: string
  /** Seconds that the zone is ahead of UTC; undefined: the machine's zone. */
  readonly offset: number | undefined
  /** The year of a time whose format has none; `current`: the one that is nearest to now at the turn of a year. */
  readonly year: number | 'current' | undefined
}

/**
 * What became of a value that was to be read as a time: it does not begin with one; the event has it now; it is none that
 * an event can have, because the year is missing, or it is before 1970 or after 2105.
 */
export const TimeResult = { failed: 0, set: 1, impossible: 3 } as const

/** A way to read times. */
export interface TimeKernel extends Kernel {
  /**
   * For every row with a run in `runs` (one entry per row, -1 for none): reads the beginning of the value at that run,
   * and makes it the time of the row. Returns one of `TimeResult` for each row; `failed` for a row without a run. `now` is
   * in seconds since 1970, for formats without a year.
   */
  read(group: ColumnGroup, runs: Int32Array, now: number): Uint8Array
}

/** Hot loops in the engine's fastest form; each has a plain twin that behaves the same. */
export interface Kernels {
  /** Compiles a pattern. Throws an error with `message`, `offset` and `hint` when the dialect's meaning cannot be kept. */
  regex(pattern: string, options: RegexOptions): RegexKernel
  /** A way to split values. Throws a RangeError for an empty separator or a quote it cannot have. */
  delimiter(options: DelimiterOptions): DelimiterKernel
  /** A way to read times. Throws a RangeError for a format that has an unknown conversion. */
  time(options: TimeOptions): TimeKernel
  /** Takes JSON objects apart. */
  json(options: JsonOptions): JsonKernel
  /** Splits pairs of keys and values. Throws a RangeError for an empty delimiter or separator. */
  keyValue(options: KeyValueOptions): KeyValueKernel
  /**
   * Makes one row per line of `[from, to)` of the group's bytes, each with one field `key` holding the line without its
   * `\n`, and the given time. Bytes after the last `\n` are left. Returns the offset after the last `\n` taken.
   */
  splitLines(
    group: ColumnGroup,
    from: number,
    to: number,
    key: number,
    seconds: number,
    nanos: number,
  ): number
  /**
   * Finds the lines of `[from, to)` of the group's bytes and runs up to four expressions of these kernels on each of them
   * (without its `\n`). What is behind the last `\n`, if anything is, counts as a line. Adds nothing to the group.
   */
  matchLines(
    group: ColumnGroup,
    from: number,
    to: number,
    expressions: readonly RegexKernel[],
  ): LineMatches
}
