import type { ByteSet } from './byte-set.ts'
import {
  ANY_BYTE,
  describeBytes,
  hasAll,
  joinBytes,
  mayMeet,
  sharedBytes,
  singleByte,
  withoutBytes,
} from './byte-set.ts'
import { NotOnePass } from './byte-tree.ts'
import type { Outlook } from './outlook.ts'
import { absorbsAll, afterCount, afterRepeat } from './outlook.ts'
import { Opcode } from './program.ts'
import type { Ahead, Step, StepMaker } from './step.ts'

const MAX_TEXT = 64

export interface SetRepeat {
  readonly set: ByteSet
  readonly min: number
  readonly max: number
  readonly lazy: boolean
}

/** A repeat of one set: how far it goes must be plain from what follows. */
export function compileSetRepeat(repeat: SetRepeat, ahead: Ahead, maker: StepMaker): Ahead {
  const { set, min, max } = repeat
  if (min === max) return compileCount(set, min, ahead, maker)
  const step = takesAll(repeat, ahead.outlook)
    ? runStep(repeat, ahead.step, maker)
    : (shortest(repeat, ahead, maker) ??
      (max === Infinity ? searching(repeat, ahead, maker) : undefined))
  if (step === undefined) {
    throw new NotOnePass(
      `where ${describe(repeat)} ends is not plain from the next characters: what follows can begin with the same ones`,
    )
  }
  return { step, outlook: afterRepeat(set, min, max, ahead.outlook) }
}

function compileCount(set: ByteSet, count: number, ahead: Ahead, maker: StepMaker): Ahead {
  const step = maker.make(Opcode.count, [maker.classOf(set), count, count], ahead.step)
  return { step, outlook: afterCount(set, count, ahead.outlook) }
}

function runStep({ set, min, max }: SetRepeat, next: Step, maker: StepMaker): Step {
  if (max === Infinity && min <= 1) return maker.run(set, min, next)
  const most = max === Infinity ? -1 : max
  return maker.make(Opcode.count, [maker.classOf(set), min, most], next)
}

/** Whether only taking all that comes can lead to a match, or it is preferred and does. */
function takesAll({ set, max, lazy }: SetRepeat, ahead: Outlook): boolean {
  if (!mayMeet(set, ahead.first) && !ahead.emptyAnywhere) return true
  if (lazy) return false
  if (ahead.sure) return true
  if (max !== Infinity || !ahead.emptyAtEnd) return false
  // At the end it matches; before, it would have to take the character that ended the run.
  return hasAll(set, ahead.toEnd ?? ANY_BYTE)
}

/** A lazy repeat before something that matches anyway takes as little as it can. */
function shortest({ set, min, lazy }: SetRepeat, ahead: Ahead, maker: StepMaker): Step | undefined {
  if (!lazy || !ahead.outlook.sure) return undefined
  return min === 0 ? ahead.step : compileCount(set, min, ahead, maker).step
}

function searching(repeat: SetRepeat, ahead: Ahead, maker: StepMaker): Step | undefined {
  const { set, min, lazy } = repeat
  const { outlook, step } = ahead
  const index = maker.classOf(set)
  if (lazy) {
    const until = untilStep(repeat, ahead, maker)
    if (until !== undefined) {
      return min === 0 ? until : maker.make(Opcode.count, [index, min, min], until)
    }
  }
  if (min > 1 && set.high !== 'none') return undefined
  const back = charactersBefore(outlook, set)
  if (back > 0) return maker.run(set, min, step, back)
  if (outlook.tail !== undefined) return maker.make(Opcode.tail, [index, min, outlook.tail], step)
  if (lazy && outlook.trims !== undefined) {
    return maker.make(Opcode.trim, [index, min, maker.classOf(outlook.trims)], step)
  }
  return lastStep(repeat, ahead, maker)
}

/**
 * The number of characters of the set with which what follows always begins, when the one after them cannot be of the
 * set: a run of the set ends there, so the repeat ends that many characters earlier.
 */
function charactersBefore(outlook: Outlook, set: ByteSet): number {
  let after = outlook
  let count = 0
  while (after.lead?.set.high === 'none' && hasAll(set, after.lead.set)) {
    after = after.lead.after
    count++
  }
  return mayMeet(set, after.first) || after.emptyAnywhere ? 0 : count
}

/**
 * A lazy repeat that goes to the first occurrence of what follows, since a later one would serve only where the first
 * does: what comes after could begin earlier just as well.
 */
function untilStep(
  { set }: SetRepeat,
  { outlook, step }: Ahead,
  maker: StepMaker,
): Step | undefined {
  const { lead } = outlook
  const stops = sharedBytes(set, outlook.first)
  const isCertain = outlook.certain !== undefined && hasAll(outlook.certain, stops)
  if (isCertain) return maker.run(withoutBytes(set, stops), 0, step)
  if (lead === undefined) return undefined
  if (absorbsAll(lead.after, joinBytes(set, lead.set))) {
    return maker.run(withoutBytes(set, lead.set), 0, step)
  }
  const { text, after } = leadingText(outlook)
  if (text.length < 2 || !absorbsAll(after, joinBytes(set, bytesOf(text)))) return undefined
  return maker.make(Opcode.until, [maker.classOf(set)], step, { text })
}

/**
 * A repeat that goes to the last occurrence of what follows: what comes after must take the rest of the value and cannot
 * take another occurrence; or it matches anyway, and the repeat, being greedy, prefers that.
 */
function lastStep(repeat: SetRepeat, { outlook, step }: Ahead, maker: StepMaker): Step | undefined {
  const { set, min } = repeat
  const { lead } = outlook
  if (lead === undefined) return undefined
  const index = maker.classOf(set)
  if (lead.set.high === 'none' && isLast(lead.set, lead.after)) {
    return maker.make(Opcode.lastOf, [index, min, maker.classOf(lead.set)], step)
  }
  const { text, after } = leadingText(outlook)
  if (text.length < 2 || !text.some((byte) => isLast(singleByte(byte), after))) {
    return undefined
  }
  return maker.make(Opcode.lastText, [index, min], step, { text })
}

function isLast(set: ByteSet, after: Outlook): boolean {
  return after.sure || (after.toEnd !== undefined && !mayMeet(set, after.toEnd))
}

interface LeadingText {
  readonly text: readonly number[]
  readonly after: Outlook
}

function leadingText(outlook: Outlook): LeadingText {
  const text: number[] = []
  let after = outlook
  while (after.lead?.byte !== undefined && text.length < MAX_TEXT) {
    text.push(after.lead.byte)
    after = after.lead.after
  }
  return { text, after }
}

function bytesOf(text: readonly number[]): ByteSet {
  return text.map(singleByte).reduce(joinBytes)
}

function describe({ set, min, max, lazy }: SetRepeat): string {
  const most = max === Infinity ? '' : max
  const counts = max === Infinity && min < 2 ? (min === 0 ? '*' : '+') : `{${min},${most}}`
  return describeBytes(set) + (min === 0 && max === 1 ? '?' : counts) + (lazy ? '?' : '')
}
