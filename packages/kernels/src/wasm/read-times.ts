import type { TimeStep } from '../time/time-format.ts'
import type { WasmKernels } from './create-kernels.ts'
import {
  type ValueCall,
  valueProgress,
  type ValueProgress,
  VALUE_CALL_WORDS,
  writeValueCall,
} from './value-call.ts'

/** Words of the parameter block of `readTimes`, and bytes it needs to work in, at a multiple of 8. */
export const TIME_BLOCK_WORDS = VALUE_CALL_WORDS + 8
export const TIME_WORK_SIZE = 72

/** No year for a time whose format has none. */
export const NO_YEAR = -1

/** Values that are times; see {@link ValueCall}. Of runs nothing is added. */
export interface TimeRows extends ValueCall {
  /** Where the image of the steps is. */
  readonly program: number
  /** `TIME_WORK_SIZE` bytes. */
  readonly work: number
  /** Seconds that the zone is ahead of UTC at its own times from `rangeFrom` to `rangeTo`, seconds from 1970 on. */
  readonly offset: number
  readonly rangeFrom: number
  readonly rangeTo: number
  /** The year, for a format that has none: of January 1, of December 31, and of the days between; or `NO_YEAR`. */
  readonly years: readonly [first: number, last: number, others: number]
}

const CODES = {
  end: 0,
  literal: 1,
  space: 2,
  number: 3,
  name: 4,
  fraction: 5,
  zone: 6,
  letters: 7,
  epoch: 8,
  longEpoch: 9,
} as const
const FRACTIONS = { maybe: 0, always: 1, dot: 2 } as const

/**
 * Steps as the kernel reads them: goes to the memory of the kernels, to a multiple of four. In front of them stands the
 * offset in bytes of those at the end that say nothing of whole seconds, or 0.
 */
export function timeImage(steps: readonly TimeStep[]): Uint32Array {
  const cut = secondsEnd(steps)
  const words = [0]
  for (const [index, step] of steps.entries()) {
    if (index === cut) words[0] = words.length * 4
    words.push(...wordsOf(step))
  }
  if (cut === steps.length) words[0] = words.length * 4
  return Uint32Array.of(...words, CODES.end)
}

const SAY_NOTHING: readonly TimeStep['kind'][] = ['fraction', 'literal', 'space', 'zone', 'letters']

/**
 * Two values that are the same up to this step, and in the byte behind it, have the same seconds and differ at most in
 * the fraction behind it. Undefined when more bytes than that one decide: names may begin with other names.
 */
function secondsEnd(steps: readonly TimeStep[]): number | undefined {
  const last = steps.findLastIndex(({ kind }) => !SAY_NOTHING.includes(kind))
  const hasFraction = steps.slice(0, last).some(({ kind }) => kind === 'fraction')
  return steps[last]?.kind === 'number' && !hasFraction ? last + 1 : undefined
}

function wordsOf(step: TimeStep): readonly number[] {
  const code = CODES[step.kind]
  switch (step.kind) {
    case 'literal':
      return [code, ...textWords(step.text)]
    case 'number':
      return [code, step.field, step.min, step.max]
    case 'name': {
      const entries = step.names.flatMap((name, index) => {
        return [step.values[index] as number, ...textWords(name)]
      })
      return [code, step.field, (entries.length + 3) * 4, ...entries]
    }
    case 'longEpoch':
      return [code, FRACTIONS[step.fraction]]
    default:
      return [code]
  }
}

/** Length and bytes. */
function textWords(text: string): readonly number[] {
  const bytes = Buffer.from(text)
  const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
  const words = Array.from({ length: padded.length / 4 }, (_, index) =>
    padded.readUInt32LE(index * 4),
  )
  return [bytes.length, ...words]
}

/**
 * Reads the values of entries and sets the times of their rows; results are those of `TimeResult`, or `UNDECIDED`: the
 * value is not bytes, a time out of the range of the zone, or with a rare name of a zone.
 *
 * `block` is `TIME_BLOCK_WORDS` words of the memory that nobody else uses meanwhile.
 */
export function readTimes(kernels: WasmKernels, block: Uint32Array, rows: TimeRows): ValueProgress {
  writeValueCall(block, rows)
  const own = [rows.program, rows.work, rows.offset, rows.rangeFrom, rows.rangeTo]
  const [first, last, others] = rows.years
  block.set([...own, others, first, last], VALUE_CALL_WORDS)
  kernels.readTimes(block.byteOffset)
  return valueProgress(block)
}
