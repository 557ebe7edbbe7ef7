import type { RegexOptions } from '../regex/compile-regex.ts'
import { lowerPattern } from '../regex/lower-pattern.ts'
import { assemble } from './assemble.ts'
import type { ByteSet } from './byte-set.ts'
import { mayMeet, singleByte } from './byte-set.ts'
import type { ByteNode, ByteRepeat } from './byte-tree.ts'
import { NotOnePass, byteTreeOf, isSingle } from './byte-tree.ts'
import { compileSetRepeat } from './compile-repeat.ts'
import { openingOf } from './opening-of.ts'
import type { Outlook } from './outlook.ts'
import { AT_END, AT_ONCE, afterByte, either } from './outlook.ts'
import type { OnePassProgram } from './program.ts'
import { Opcode } from './program.ts'
import type { Ahead } from './step.ts'
import { StepMaker } from './step.ts'

/**
 * Compiles an expression to a program that needs no backtracking, or says in a sentence why there is none. Throws
 * RegexError where `compileRegex` does for its syntax and meaning. The program and the RegExp of `compileRegex` find
 * the same match and groups in every value, as far as the program decides.
 */
export function compileOnePass(
  pattern: string,
  options: RegexOptions,
): OnePassProgram | { readonly reason: string } {
  const { lowered, names } = lowerPattern(pattern, options)
  const captures = options.captures ?? true
  try {
    const tree = byteTreeOf(lowered.node)
    const maker = new StepMaker()
    const accept = maker.make(Opcode.accept, [])
    const last: Ahead =
      options.match === 'full'
        ? { step: maker.make(Opcode.atEnd, [], accept), outlook: AT_END }
        : { step: accept, outlook: AT_ONCE }
    const start = compile(tree.node, last, maker)
    return assemble(start, maker.classes, {
      anchored: options.match === 'full' || tree.anchored || start.outlook.sure,
      names: captures ? names : [undefined],
    })
  } catch (error) {
    if (error instanceof NotOnePass) return { reason: error.message }
    throw error
  }
}

function compile(node: ByteNode, ahead: Ahead, maker: StepMaker): Ahead {
  switch (node.kind) {
    case 'byte': {
      const outlook = afterByte(singleByte(node.byte), node.byte, ahead.outlook)
      return { step: maker.literal(node.byte, ahead.step), outlook }
    }
    case 'set':
      return compileSetRepeat({ set: node.set, min: 1, max: 1, lazy: false }, ahead, maker)
    case 'end':
      if (!ahead.outlook.emptyAtEnd) throw new NotOnePass('something has to follow the end')
      return { step: maker.make(Opcode.atEnd, [], ahead.step), outlook: AT_END }
    case 'sequence':
      return node.items.reduceRight((after, item) => compile(item, after, maker), ahead)
    case 'choice':
      return compileChoice(node.branches, ahead, maker)
    case 'group': {
      const { outlook } = ahead
      const end = { step: maker.save(2 * node.index + 1, ahead.step), outlook }
      const body = compile(node.body, end, maker)
      return { step: maker.save(2 * node.index, body.step), outlook: body.outlook }
    }
    case 'repeat': {
      if (!isSingle(node.body)) return compileRepeat(node, ahead, maker)
      const set = node.body.kind === 'byte' ? singleByte(node.body.byte) : setOf(node.body)
      return compileSetRepeat({ ...node, set }, ahead, maker)
    }
  }
}

function setOf(node: ByteNode): ByteSet {
  if (node.kind !== 'set') throw new TypeError(`a ${node.kind} is not a set`)
  return node.set
}

/** Alternatives, in order: the next byte tells which, or the last one will do when another one fails. */
function compileChoice(branches: readonly ByteNode[], ahead: Ahead, maker: StepMaker): Ahead {
  return branches
    .map((branch) => compile(branch, ahead, maker))
    .reduceRight((rest, branch) => choose(branch, rest, maker))
}

function choose(branch: Ahead, rest: Ahead, maker: StepMaker): Ahead {
  const [one, other] = [branch.outlook, rest.outlook]
  if (one.sure) return branch
  const outlook = either(one, other)
  if (isToldApart(one, other)) {
    const words = [maker.classOf(one.first), one.emptyAtEnd ? 1 : 0]
    return { step: maker.make(Opcode.test, words, branch.step, { other: rest.step }), outlook }
  }
  if (other.sure) {
    return { step: maker.make(Opcode.attempt, [], branch.step, { other: rest.step }), outlook }
  }
  throw new NotOnePass('two alternatives, or an optional part and what follows, begin alike')
}

/** Whether the next byte decides; at the end, the first one that can be empty is preferred anyway. */
function isToldApart(one: Outlook, other: Outlook): boolean {
  return !one.emptyAnywhere && !other.emptyAnywhere && !mayMeet(one.first, other.first)
}

/** A repeat of more than one character: whether another turn comes must be plain from the next byte. */
function compileRepeat(node: ByteRepeat, ahead: Ahead, maker: StepMaker): Ahead {
  const { body, min, max, lazy } = node
  const opening = openingOf(body)
  if (opening.nullable) throw new NotOnePass('a repeat is of something that may match nothing')
  const { outlook } = ahead
  const turn: Outlook = {
    first: opening.first,
    emptyAtEnd: false,
    sure: false,
    emptyAnywhere: false,
  }
  const isTold = isToldApart(turn, outlook)
  if (!isTold && !outlook.sure && min !== max) {
    throw new NotOnePass('a repeated part begins like what follows it')
  }
  const fork = {
    opcode: isTold ? Opcode.test : Opcode.attempt,
    words: isTold ? [maker.classOf(opening.first), 0] : [],
    outlook: { ...either(turn, outlook), toEnd: undefined },
  }
  let after = ahead
  if (isTold || !lazy) {
    if (max === Infinity) {
      const step = maker.make(fork.opcode, fork.words, undefined, { other: ahead.step })
      step.next = compile(body, { step, outlook: fork.outlook }, maker).step
      after = { step, outlook: fork.outlook }
    } else {
      for (let turns = min; turns < max; turns++) {
        const once = compile(body, after, maker).step
        const step = maker.make(fork.opcode, fork.words, once, { other: ahead.step })
        after = { step, outlook: fork.outlook }
      }
    }
  }
  for (let turns = 0; turns < min; turns++) after = compile(body, after, maker)
  return after
}
