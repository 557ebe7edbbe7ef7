import type { ColumnGroup } from './column-group.ts'

/** The dialect a pattern is written in: Go's (RE2) for plugins of the extended family, Perl's (Boost) for native ones. */
export type RegexDialect = 're2' | 'perl'

export interface RegexOptions {
  readonly dialect: RegexDialect
  /** `full`: the whole value must match; `search`: anywhere in it. */
  readonly match: 'search' | 'full'
  /** Whether `.` matches a newline. Default: as the dialect says. */
  readonly dotAll?: boolean
  /** Whether only `test` and `exec` will be called: those are V8's, so nothing else is compiled. Default false. */
  readonly textOnly?: boolean
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

/** Hot loops in the engine's fastest form; each has a plain twin that behaves the same. */
export interface Kernels {
  /** Compiles a pattern. Throws an error with `message`, `offset` and `hint` when the dialect's meaning cannot be kept. */
  regex(pattern: string, options: RegexOptions): RegexKernel
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
