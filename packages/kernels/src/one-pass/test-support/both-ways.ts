import type { CompiledRegex, RegexOptions } from '../../regex/compile-regex.ts'
import { compileRegex } from '../../regex/compile-regex.ts'
import { RegexError } from '../../regex/regex-error.ts'
import { compileOnePass } from '../compile-one-pass.ts'
import type { OnePassProgram } from '../program.ts'
import { NO_MATCH, UNDECIDED, captureSize } from '../program.ts'
import { runOnePass } from '../run-one-pass.ts'

/** The whole match and the groups; undefined for no match. */
export type Texts = readonly (string | undefined)[] | undefined

export interface BothWays {
  readonly regex: CompiledRegex
  readonly program: OnePassProgram
}

/** Undefined for an expression that is refused, or has no program. */
export function compileBothWays(pattern: string, options: RegexOptions): BothWays | undefined {
  try {
    const program = compileOnePass(pattern, options)
    if ('reason' in program) return undefined
    return { regex: compileRegex(pattern, options), program }
  } catch (error) {
    if (error instanceof RegexError) return undefined
    throw error
  }
}

export function textsByRegex({ regex, groupIndexes }: CompiledRegex, value: Uint8Array): Texts {
  const match = regex.exec(Buffer.from(value).toString('utf8'))
  return match === null ? undefined : groupIndexes.map((index) => match[index])
}

/** Runs a program on the value between other bytes, which it must not see. */
export function textsByProgram(program: OnePassProgram, value: Uint8Array): Texts | 'undecided' {
  const before = Buffer.from('aé ')
  const bytes = Buffer.concat([before, value, Buffer.from('ab1 "')])
  const captures = new Int32Array(captureSize(program)).fill(7)
  const result = runOnePass(program, bytes, before.length, value.length, captures)
  if (result === NO_MATCH) return undefined
  if (result === UNDECIDED) return 'undecided'
  return Array.from({ length: program.groups + 1 }, (_, group) => {
    const [start = -1, end = -1] = captures.subarray(2 * group)
    return start < 0 ? undefined : bytes.toString('utf8', start, end)
  })
}
