/**
 * A regular expression as a flat program for `runOnePass` and the WebAssembly kernel `extract`: it reads a value of
 * UTF-8 from left to right and never has to take back a choice. Immutable; may be posted to other threads.
 */
export interface OnePassProgram {
  /** A header of `HEADER_SIZE` words, then the instructions of `Opcode`. */
  readonly code: Int32Array
  /** A table of 256 bytes for each class of characters: what its first byte says, see `Membership`. */
  readonly classes: Uint8Array
  /** The number of groups, without the whole match. */
  readonly groups: number
  /** The name of each group by its number, from 1. */
  readonly names: readonly (string | undefined)[]
}

/** What a program says of a value; `UNDECIDED`: it takes a look at whole characters, so use the RegExp for it. */
export const NO_MATCH = 0
export const MATCHED = 1
export const UNDECIDED = 2

/** What the first byte of a character says: in the class, not in it, or not enough to know. */
export const Membership = { out: 0, in: 1, unknown: 2 } as const

/** The words of the header. */
export const Header = {
  /** Twice the number of groups, the whole match included. */
  slots: 0,
  /** The class of first bytes, to look for a match; -1: the only place where it can start is that of the value. */
  startClass: 1,
  /** 1 when a match may start at the end of the value. */
  startsAtEnd: 2,
  /** Where a first run is: no match starts inside what it took without one. -1: there is none. */
  leadingRun: 3,
} as const
export const HEADER_SIZE = 4

/**
 * Instructions and the words that follow them. A text is its number of bytes and then these, four to a word, the first
 * one lowest. A class is its index, a slot -1 where there is none, a target an index of `code`.
 */
export const Opcode = {
  /** The match ends here. */
  accept: 0,
  /** The value ends here. */
  atEnd: 1,
  /** slot: the position is a bound of a group. */
  save: 2,
  /** text */
  literal: 3,
  /**
   * class, least number of bytes, slot of its start, slot of its end; number of bytes given back; length (up to 4), mask
   * and word of a literal: all characters of the class that come but those given back, and the literal.
   */
  run: 4,
  /** class, least number, greatest number or -1: as many as there are. */
  count: 5,
  /** class, text: up to the first occurrence of the text, over characters of the class. */
  until: 6,
  /** class, least number, class: to the last character of the other class that comes in a run of the one or ends it. */
  lastOf: 7,
  /** class, least number, text: the same with a text. */
  lastText: 8,
  /** class, least number, width: up to this many bytes before the end. */
  tail: 9,
  /** class, least number, class: to where nothing but the other class is left. */
  trim: 10,
  /** class, 1 when the end of the value will do too, target to go to otherwise. */
  test: 11,
  /** target to go to, with position and groups as they are now, when what follows fails. */
  attempt: 12,
  /** target */
  jump: 13,
} as const

/** The number of words that `captures` of `runOnePass` must have. */
export function captureSize({ code }: OnePassProgram): number {
  return 2 * (code[Header.slots] ?? 0)
}
