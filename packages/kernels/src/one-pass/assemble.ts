import type { ByteSet } from './byte-set.ts'
import { hasByte } from './byte-set.ts'
import type { OnePassProgram } from './program.ts'
import { HEADER_SIZE, Header, Membership, Opcode } from './program.ts'
import type { Ahead, Step } from './step.ts'
import { packText } from './step.ts'

const HIGH = { none: Membership.out, some: Membership.unknown, all: Membership.in }

/** Of opcodes that end where no match can have started before, since another start would end there too. */
const LEADING: readonly number[] = [
  Opcode.run,
  Opcode.until,
  Opcode.lastOf,
  Opcode.lastText,
  Opcode.tail,
  Opcode.trim,
]

export interface ProgramTraits {
  readonly anchored: boolean
  readonly names: OnePassProgram['names']
}

/** Gives each step its place and each class its table. */
export function assemble(
  start: Ahead,
  sets: readonly ByteSet[],
  { anchored, names }: ProgramTraits,
): OnePassProgram {
  const assembler = new Assembler()
  const code = assembler.assemble(start.step)
  const groups = names.length - 1
  const classes = [...sets]
  code[Header.slots] = 2 * (groups + 1)
  code[Header.startClass] = anchored ? -1 : classes.push(start.outlook.first) - 1
  code[Header.startsAtEnd] = start.outlook.emptyAtEnd ? 1 : 0
  code[Header.leadingRun] = leadingRun(code)
  return { code: Int32Array.from(code), classes: tablesOf(classes), groups, names }
}

/** The place of the first instruction that consumes, if it is a run. */
function leadingRun(code: readonly number[]): number {
  let at = HEADER_SIZE
  while (code[at] === Opcode.save) at += 2
  const isRun = LEADING.includes(code[at] ?? -1)
  return isRun || (code[at] === Opcode.count && code[at + 3] === -1) ? at : -1
}

class Assembler {
  readonly #code: number[] = Array.from({ length: HEADER_SIZE }, () => 0)
  readonly #places = new Map<Step, number>()
  /** Words that have to hold the place of a step. */
  readonly #targets: { readonly at: number; readonly step: Step }[] = []

  assemble(start: Step): number[] {
    const waiting = [start]
    for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
      this.#addChain(step, waiting)
    }
    for (const { at, step } of this.#targets) this.#code[at] = this.#places.get(step) ?? 0
    return this.#code
  }

  /** Adds a step and what follows it, up to what is there already. */
  #addChain(first: Step, waiting: Step[]): void {
    const code = this.#code
    if (this.#places.has(first)) return
    for (let step: Step | undefined = first; step !== undefined; step = step.next) {
      if (this.#places.has(step)) {
        code.push(Opcode.jump)
        this.#addTarget(step)
        return
      }
      this.#places.set(step, code.length)
      code.push(step.opcode, ...step.words)
      if (step.text !== undefined) code.push(step.text.length, ...packText(step.text))
      if (step.other !== undefined) {
        this.#addTarget(step.other)
        waiting.push(step.other)
      }
    }
  }

  #addTarget(step: Step): void {
    this.#targets.push({ at: this.#code.length, step })
    this.#code.push(0)
  }
}

function tablesOf(sets: readonly ByteSet[]): Uint8Array {
  const tables = new Uint8Array(256 * sets.length)
  for (const [index, set] of sets.entries()) {
    const table = tables.subarray(256 * index, 256 * (index + 1))
    for (let byte = 0; byte < 0x80; byte++)
      table[byte] = hasByte(set, byte) ? Membership.in : Membership.out
    table.fill(HIGH[set.high], 0x80)
  }
  return tables
}
