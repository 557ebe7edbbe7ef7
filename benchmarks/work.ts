/** An event as a collector wrote it. */
export type Event = Readonly<Record<string, unknown>>

/** What to do with each line, or with each run of lines, of a file; every event begins as the field `content`. */
export type Work =
  | { readonly kind: 'lines' }
  /** One field for each group of the pattern, which is in the syntax that Perl, Oniguruma and RE2 share. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly keys: readonly string[] }
  /** The same, and only events stay whose field matches. */
  | {
      readonly kind: 'regex-filter'
      readonly pattern: string
      readonly keys: readonly string[]
      readonly field: string
      readonly matches: string
    }
  /** The same as `regex`, and a plugin that is no built-in sets one more field. */
  | { readonly kind: 'regex-script'; readonly pattern: string; readonly keys: readonly string[] }
  /** One field for each member of an object. */
  | { readonly kind: 'json' }
  /** One field for each column; quoted columns may hold separators and doubled quotes. */
  | {
      readonly kind: 'delimiter'
      readonly separator: string
      readonly quote: string
      readonly keys: readonly string[]
    }
  /** `key=value` pairs between spaces; quoted values may hold spaces. */
  | { readonly kind: 'pairs' }
  /** Lines joined: an event begins with each line that matches. */
  | { readonly kind: 'join'; readonly start: string }

/** Work, what it is done to, and what has to come out. */
export interface Workload {
  readonly name: string
  readonly description: string
  readonly work: Work
  /** Whether events are written to a file as JSON lines, or dropped. */
  readonly sink: 'file' | 'null'
  /** Makes the input, an event's text at a time, without the last newline, endlessly. */
  readonly texts: () => Generator<string, never>
  /** Makes an event's text again from its fields. */
  readonly restore: (event: Event) => string
  /** Whether an event comes out. Default: all do. */
  readonly keeps?: (text: string) => boolean
}
