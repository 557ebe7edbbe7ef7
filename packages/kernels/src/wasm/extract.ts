import type { OnePassProgram } from '../one-pass/program.ts'
import { captureSize, Membership } from '../one-pass/program.ts'
import type { WasmKernels } from './create-kernels.ts'
import {
  type ValueCall,
  valueProgress,
  type ValueProgress,
  VALUE_CALL_WORDS,
  writeValueCall,
} from './value-call.ts'

/** Words of the parameter block of `extractGroups`. */
export const EXTRACT_BLOCK_WORDS = VALUE_CALL_WORDS + 6

const CLASS_SIZE = 288
const HIGH_STOPS = 16
const HIGH_UNKNOWN = 20
const MEMBERS = 32

/** A program as the kernel reads it. */
export interface ProgramImage {
  /** Goes to the memory of the kernels as it is, to a multiple of four. */
  readonly bytes: Uint8Array
  /** Where in it the tables of classes begin. */
  readonly classesOffset: number
  /** Bytes of memory, at a multiple of four, that a call needs to work in. */
  readonly workSize: number
}

/** Values to take apart by a program; see {@link ValueCall}. */
export interface ExtractRows extends ValueCall {
  /** Where the bytes of the image are. */
  readonly image: number
  readonly classesOffset: number
  /** 32-bit key ids: the run of group i + 1 gets `keys[i]`. At most as many as the program has groups. */
  readonly keys: number
  readonly keyCount: number
  /** Whether a group that took no part adds an empty value, instead of nothing. */
  readonly fillMissing: boolean
  /** `workSize` bytes. */
  readonly work: number
}

export interface ExtractedRows extends ValueProgress {
  /** Entries with a value that did not match or are undecided. */
  readonly failures: number
}

/** Puts a program into the form of the kernel: a table of 16 bytes for each class lets it test 16 bytes at once. */
export function programImage(program: OnePassProgram): ProgramImage {
  const { code, classes } = program
  const count = classes.length / 256
  const bytes = new Uint8Array(code.byteLength + count * CLASS_SIZE)
  bytes.set(new Uint8Array(code.buffer, code.byteOffset, code.byteLength))
  for (let index = 0; index < count; index++) {
    const at = code.byteLength + index * CLASS_SIZE
    const members = classes.subarray(256 * index, 256 * (index + 1))
    writeStops(bytes.subarray(at, at + CLASS_SIZE), members)
  }
  return { bytes, classesOffset: code.byteLength, workSize: 32 + 4 * captureSize(program) }
}

/** For the lower half of each ASCII character, the bits of the upper halves that make it one outside of the class. */
function writeStops(entry: Uint8Array, members: Uint8Array): void {
  for (let byte = 0; byte < 0x80; byte++) {
    if (members[byte] === Membership.out) {
      entry[byte & 15] = (entry[byte & 15] ?? 0) | (1 << (byte >> 4))
    }
  }
  if (members[0x80] !== Membership.in) entry.fill(0xff, HIGH_STOPS, HIGH_STOPS + 2)
  if (members[0x80] === Membership.unknown) entry[HIGH_UNKNOWN] = 1
  entry.set(members, MEMBERS)
}

/**
 * Runs a program on the values of entries. To the row of each that matches it appends a run for each key, with the bytes
 * of its group; the others stay as they are. A value that is not bytes of the slab is undecided. A row that is not the
 * last of its table moves to the end of the runs when it has no room.
 *
 * Stops before an entry whose runs, one for each key and those it has, might not fit; when `position` did not move, the
 * table needs more room. `block` is `EXTRACT_BLOCK_WORDS` words of the memory that nobody else uses meanwhile.
 */
export function extractGroups(
  kernels: WasmKernels,
  block: Uint32Array,
  rows: ExtractRows,
): ExtractedRows {
  writeValueCall(block, rows)
  block[VALUE_CALL_WORDS] = rows.image
  block[VALUE_CALL_WORDS + 1] = rows.image + rows.classesOffset
  block[VALUE_CALL_WORDS + 2] = rows.keys
  block[VALUE_CALL_WORDS + 3] = rows.keyCount
  block[VALUE_CALL_WORDS + 4] = rows.fillMissing ? 1 : 0
  block[VALUE_CALL_WORDS + 5] = rows.work
  const failures = kernels.extract(block.byteOffset)
  return { failures, ...valueProgress(block) }
}
