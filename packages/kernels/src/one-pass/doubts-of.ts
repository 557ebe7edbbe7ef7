import type { OnePassProgram } from './program.ts'
import { Header, Membership } from './program.ts'

/** Which values a program may leave undecided, in words for the operator; `undefined` when it decides all. */
export function doubtsOf({ code, classes }: OnePassProgram): string | undefined {
  const doubts = []
  if (classes.includes(Membership.unknown)) {
    doubts.push('where a class has only some of the characters outside ASCII and one comes up')
  }
  if ((code[Header.startClass] as number) >= 0) doubts.push('where a search starts over too often')
  return doubts.length === 0 ? undefined : `V8 decides ${doubts.join(', and ')}`
}
