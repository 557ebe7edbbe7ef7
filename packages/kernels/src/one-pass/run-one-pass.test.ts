import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { CompiledRegex, RegexOptions } from '../regex/compile-regex.ts'
import { compileRegex } from '../regex/compile-regex.ts'
import { RegexError } from '../regex/regex-error.ts'
import { readVectors } from '../regex/test-support/golden-vectors.ts'
import { compileOnePass } from './compile-one-pass.ts'
import { MATCHED, NO_MATCH, UNDECIDED, captureSize } from './program.ts'
import type { OnePassProgram } from './program.ts'
import { runOnePass } from './run-one-pass.ts'
import { anyOptions, anyPattern, anyValue } from './test-support/patterns.ts'

type Texts = readonly (string | undefined)[]

interface Both {
  readonly regex: CompiledRegex
  readonly program: ReturnType<typeof compileOnePass>
}

/** Undefined for an expression that neither way takes. */
function compileBoth(pattern: string, options: RegexOptions): Both | undefined {
  try {
    return { regex: compileRegex(pattern, options), program: compileOnePass(pattern, options) }
  } catch (error) {
    if (error instanceof RegexError) return undefined
    throw error
  }
}

function expected({ regex, groupIndexes }: CompiledRegex, value: Uint8Array): Texts | undefined {
  const match = regex.exec(Buffer.from(value).toString('utf8'))
  return match === null ? undefined : groupIndexes.map((index) => match[index])
}

/** Runs a program on the value inside other bytes, which it must not see. */
function found(program: OnePassProgram, value: Uint8Array): Texts | 'undecided' | undefined {
  const bytes = Buffer.concat([Buffer.from('aé '), value, Buffer.from('ab1 "')])
  const captures = new Int32Array(captureSize(program)).fill(7)
  const result = runOnePass(program, bytes, 4, value.length, captures)
  if (result === NO_MATCH) return undefined
  if (result === UNDECIDED) return 'undecided'
  return Array.from({ length: program.groups + 1 }, (_, group) => {
    const [start = -1, end = -1] = captures.subarray(2 * group)
    return start < 0 ? undefined : bytes.toString('utf8', start, end)
  })
}

function isProgram(program: ReturnType<typeof compileOnePass>): program is OnePassProgram {
  return !('reason' in program)
}

test('finds the match and groups of the RegExp in every value, of valid UTF-8 or not', () => {
  const tally = { programs: 0, refusals: 0, matches: 0, failures: 0, undecided: 0 }
  fc.assert(
    fc.property(
      anyPattern,
      anyOptions,
      fc.array(anyValue, { minLength: 8, maxLength: 8 }),
      (pattern, options, values) => {
        const both = compileBoth(pattern, options)
        if (both === undefined || !isProgram(both.program)) {
          tally.refusals++
          return
        }
        const { regex, program } = both
        tally.programs++
        for (const value of values) {
          const texts = found(program, value)
          tally[
            texts === 'undecided' ? 'undecided' : texts === undefined ? 'failures' : 'matches'
          ]++
          if (texts === 'undecided') continue
          assert.deepEqual(
            texts,
            expected(regex, value),
            `${pattern} ${JSON.stringify(options)} on ${Buffer.from(value).toString('latin1')}`,
          )
        }
      },
    ),
    { numRuns: Number(process.env['RUNS'] ?? 4000), seed: Number(process.env['SEED'] ?? 1) },
  )
  console.log(tally)
})
