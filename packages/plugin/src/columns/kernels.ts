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
