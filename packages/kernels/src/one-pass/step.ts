import type { ByteSet } from './byte-set.ts'
import { NotOnePass } from './byte-tree.ts'
import type { Outlook } from './outlook.ts'
import { Opcode } from './program.ts'

const MAX_STEPS = 20_000
const MAX_LITERAL = 64

/** An instruction before it has a place. */
export interface Step {
  readonly opcode: number
  readonly words: readonly number[]
  /** The bytes of its text. */
  readonly text?: readonly number[]
  /** What comes after it; the start of a loop gets it when the body is known. */
  next: Step | undefined
  /** Where it goes otherwise. */
  readonly other?: Step
}

/** What is left to do from some point on, and what is known about it. */
export interface Ahead {
  readonly step: Step
  readonly outlook: Outlook
}

/** Makes steps, last one first, and joins those that one instruction can do. */
export class StepMaker {
  readonly classes: ByteSet[] = []
  readonly #classIndexes = new Map<string, number>()
  #count = 0

  classOf(set: ByteSet): number {
    const key = `${set.high} ${set.ascii}`
    const known = this.#classIndexes.get(key)
    if (known !== undefined) return known
    this.#classIndexes.set(key, this.classes.length)
    return this.classes.push(set) - 1
  }

  make(opcode: number, words: readonly number[], next?: Step, more: Partial<Step> = {}): Step {
    if (++this.#count > MAX_STEPS) {
      throw new NotOnePass('the expression is too long once its counted repeats are written out')
    }
    return { opcode, words, next, ...more }
  }

  literal(byte: number, next: Step): Step {
    const { opcode, text } = next
    if (opcode === Opcode.literal && text !== undefined && text.length < MAX_LITERAL) {
      return this.make(Opcode.literal, [], next.next, { text: [byte, ...text] })
    }
    return this.make(Opcode.literal, [], next, { text: [byte] })
  }

  save(slot: number, next: Step): Step {
    if (next.opcode === Opcode.run && next.words[2] === -1) {
      return this.make(Opcode.run, next.words.with(2, slot), next.next)
    }
    return this.make(Opcode.save, [slot], next)
  }

  /** All characters of a set that come, but `back` of them. */
  run(set: ByteSet, min: number, next: Step, back = 0): Step {
    const endSlot = next.opcode === Opcode.save ? (next.words[0] ?? -1) : -1
    const after = endSlot === -1 || next.next === undefined ? next : next.next
    const { text } = after
    const joins = after.opcode === Opcode.literal && text !== undefined && text.length <= 4
    const literal = joins ? literalWords(text) : [0, 0, 0]
    const words = [this.classOf(set), min, -1, endSlot, back, ...literal]
    return this.make(Opcode.run, words, joins ? after.next : after)
  }
}

/** Length, mask and word. */
function literalWords(text: readonly number[]): readonly number[] {
  const mask = text.length === 4 ? -1 : (1 << (8 * text.length)) - 1
  return [text.length, mask, packText(text)[0] ?? 0]
}

/** Four bytes to a word, the first one lowest. */
export function packText(text: readonly number[]): readonly number[] {
  return Array.from({ length: Math.ceil(text.length / 4) }, (_, word) =>
    text.slice(4 * word, 4 * word + 4).reduce((sum, byte, at) => sum | (byte << (8 * at)), 0),
  )
}
