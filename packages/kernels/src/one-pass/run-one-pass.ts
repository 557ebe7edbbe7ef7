import type { OnePassProgram } from './program.ts'
import { HEADER_SIZE, Header, MATCHED, Membership, NO_MATCH, Opcode, UNDECIDED } from './program.ts'
import {
  FAILED,
  UNKNOWN,
  countOf,
  endOfRun,
  hasTextAt,
  lastText,
  nextCharacter,
} from './read-bytes.ts'

/** Bytes looked at in vain, for each byte of the value, before a search gives up. */
const PATIENCE = 16
const LEAST_PATIENCE = 256

/**
 * Runs a program on `length` bytes of `bytes` from `offset` on. Returns `MATCHED`, with the bounds of each group in
 * `captures` (start and end, counted from the start of `bytes`, the whole match first; -1 twice for one that did not
 * take part), `NO_MATCH`, or `UNDECIDED`: then the RegExp of `compileRegex` has to tell. The time it takes grows no
 * faster than the value. `captures` has at least `captureSize(program)` words; what it holds otherwise is undefined.
 */
export function runOnePass(
  program: OnePassProgram,
  bytes: Uint8Array,
  offset: number,
  length: number,
  captures: Int32Array,
): typeof NO_MATCH | typeof MATCHED | typeof UNDECIDED {
  return new Run(program, bytes, offset, offset + length, captures).search()
}

class Run {
  readonly #code: Int32Array
  readonly #classes: Uint8Array
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #end: number
  readonly #captures: Int32Array
  readonly #slots: number
  /** Bytes looked at in attempts that failed. */
  #effort = 0
  #leadingEnd = 0
  #position = 0

  constructor(
    { code, classes }: OnePassProgram,
    bytes: Uint8Array,
    start: number,
    end: number,
    captures: Int32Array,
  ) {
    this.#code = code
    this.#classes = classes
    this.#bytes = bytes
    this.#start = start
    this.#end = end
    this.#captures = captures
    this.#slots = this.#word(Header.slots)
  }

  search(): typeof NO_MATCH | typeof MATCHED | typeof UNDECIDED {
    const startClass = this.#word(Header.startClass)
    if (startClass < 0) return this.#attempt(this.#start)
    const patience = LEAST_PATIENCE + PATIENCE * (this.#end - this.#start)
    let at = this.#start
    while (true) {
      while (at < this.#end && this.#membership(startClass, at) === Membership.out) at++
      if (at === this.#end && this.#word(Header.startsAtEnd) === 0) return NO_MATCH
      this.#leadingEnd = at
      const result = this.#attempt(at)
      if (result !== NO_MATCH) return result
      if (at === this.#end) return NO_MATCH
      this.#effort += this.#position - at
      if (this.#effort > patience) return UNDECIDED
      at = this.#leadingEnd > at ? this.#leadingEnd : nextCharacter(this.#bytes, at, this.#end)
      if (at < 0) return UNDECIDED
    }
  }

  /** Runs the program from one start. Leaves in `#position` how far it came. */
  #attempt(start: number): typeof NO_MATCH | typeof MATCHED | typeof UNDECIDED {
    const captures = this.#captures
    captures.fill(-1, 0, this.#slots)
    captures[0] = start
    let [pc, at] = [HEADER_SIZE, start]
    let [retry, retryAt] = [-1, 0]
    while (true) {
      const opcode = this.#word(pc)
      if (opcode === Opcode.accept) {
        captures[1] = at
        return MATCHED
      }
      if (opcode === Opcode.attempt) {
        retry = this.#word(pc + 1)
        retryAt = at
        captures.copyWithin(this.#slots, 0, this.#slots)
      }
      const next = this.#step(opcode, pc, at)
      if (next === UNKNOWN) return UNDECIDED
      if (next !== FAILED) {
        pc = this.#after(opcode, pc, next)
        at = next
      } else if (retry >= 0) {
        captures.copyWithin(0, this.#slots, 2 * this.#slots)
        pc = retry
        at = retryAt
        retry = -1
      } else {
        this.#position = at
        return NO_MATCH
      }
    }
  }

  /** Does one instruction; the new position, FAILED or UNKNOWN. */
  #step(opcode: number, pc: number, at: number): number {
    switch (opcode) {
      case Opcode.save:
        this.#captures[this.#word(pc + 1)] = at
        return at
      case Opcode.atEnd:
        return at === this.#end ? at : FAILED
      case Opcode.literal:
        return hasTextAt(this.#code, pc + 1, this.#bytes, at, this.#end)
          ? at + this.#word(pc + 1)
          : FAILED
      case Opcode.run:
        return this.#run(pc, at)
      case Opcode.count:
        return this.#count(pc, at)
      case Opcode.until:
      case Opcode.lastOf:
      case Opcode.lastText:
      case Opcode.tail:
      case Opcode.trim:
        return this.#look(opcode, pc, at)
      default:
        return at
    }
  }

  #after(opcode: number, pc: number, at: number): number {
    switch (opcode) {
      case Opcode.literal:
        return pc + 2 + ((this.#word(pc + 1) + 3) >> 2)
      case Opcode.until:
        return pc + 3 + ((this.#word(pc + 2) + 3) >> 2)
      case Opcode.lastText:
        return pc + 4 + ((this.#word(pc + 3) + 3) >> 2)
      case Opcode.test:
        return this.#passes(pc, at) ? pc + 4 : this.#word(pc + 3)
      case Opcode.jump:
        return this.#word(pc + 1)
      case Opcode.run:
        return pc + 9
      case Opcode.atEnd:
        return pc + 1
      case Opcode.save:
      case Opcode.attempt:
        return pc + 2
      default:
        return pc + 4
    }
  }

  #passes(pc: number, at: number): boolean {
    if (at === this.#end) return this.#word(pc + 2) === 1
    return this.#membership(this.#word(pc + 1), at) !== Membership.out
  }

  #run(pc: number, at: number): number {
    const runEnd = this.#endOfRun(pc, at)
    if (runEnd < 0) return runEnd
    this.#effort += runEnd - at
    const end = runEnd - this.#word(pc + 5)
    if (end - at < this.#word(pc + 2)) return FAILED
    const [start, stop] = [this.#word(pc + 3), this.#word(pc + 4)]
    if (start >= 0) this.#captures[start] = at
    if (stop >= 0) this.#captures[stop] = end
    const length = this.#word(pc + 6)
    if (length > this.#end - end) return FAILED
    const literal = this.#word(pc + 8)
    for (let index = 0; index < length; index++) {
      if (this.#bytes[end + index] !== ((literal >>> (8 * index)) & 0xff)) return FAILED
    }
    return end + length
  }

  #count(pc: number, at: number): number {
    const [min, max] = [this.#word(pc + 2), this.#word(pc + 3)]
    const offset = 256 * this.#word(pc + 1)
    const most = max < 0 ? Infinity : max
    const end = countOf(this.#classes, offset, min, most, this.#bytes, at, this.#end)
    if (end === FAILED) this.#effort += Math.min(min, this.#end - at)
    if (end >= 0 && pc === this.#word(Header.leadingRun)) this.#leadingEnd = end
    return end
  }

  /** The end of the run of the class of an instruction, or UNKNOWN. */
  #endOfRun(pc: number, at: number): number {
    const offset = 256 * this.#word(pc + 1)
    const end = endOfRun(this.#classes, offset, this.#bytes, at, this.#end)
    if (pc === this.#word(Header.leadingRun) && end >= 0) this.#leadingEnd = end
    return end
  }

  /** Looks ahead for where a repeat has to end. */
  #look(opcode: number, pc: number, at: number): number {
    if (opcode === Opcode.until) return this.#until(pc, at)
    const least = at + this.#word(pc + 2)
    if (opcode === Opcode.lastOf || opcode === Opcode.lastText) {
      const end = this.#endOfRun(pc, at)
      if (end < 0) return end
      this.#effort += end - at
      return opcode === Opcode.lastOf
        ? this.#lastOf(this.#word(pc + 3), least, end)
        : lastText(this.#code, pc + 3, this.#bytes, least, end, this.#end)
    }
    const to = opcode === Opcode.tail ? this.#end - this.#word(pc + 3) : this.#trimmed(pc, least)
    this.#effort += this.#end - at
    if (to < least) return FAILED
    const end = endOfRun(this.#classes, 256 * this.#word(pc + 1), this.#bytes, at, to)
    if (pc === this.#word(Header.leadingRun) && end >= 0) this.#leadingEnd = end
    return end === to || end === UNKNOWN ? end : FAILED
  }

  #until(pc: number, at: number): number {
    let position = at
    while (!hasTextAt(this.#code, pc + 2, this.#bytes, position, this.#end)) {
      const stops = position === this.#end
      const member = stops ? Membership.out : this.#membership(this.#word(pc + 1), position)
      if (member === Membership.unknown) return UNKNOWN
      if (member === Membership.out) {
        if (pc === this.#word(Header.leadingRun)) this.#leadingEnd = position
        this.#effort += position - at
        return FAILED
      }
      position++
    }
    if (pc === this.#word(Header.leadingRun)) this.#leadingEnd = position
    return position
  }

  #lastOf(index: number, least: number, end: number): number {
    let at = Math.min(end, this.#end - 1)
    while (at >= least && this.#membership(index, at) === Membership.out) at--
    return at < least ? FAILED : at
  }

  #trimmed(pc: number, least: number): number {
    let to = this.#end
    while (to > least && this.#membership(this.#word(pc + 3), to - 1) === Membership.in) to--
    return to
  }

  #membership(index: number, at: number): number {
    return this.#classes[256 * index + this.#bytes[at]!]!
  }

  #word(at: number): number {
    return this.#code[at]!
  }
}
