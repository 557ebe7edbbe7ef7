import { MODULE_BASE64 } from './module.gen.ts'
import { webAssembly } from './web-assembly.ts'

/**
 * The functions of the WebAssembly module. They work on tables of logs in its memory, keep nothing and allocate nothing.
 * Pointers are addresses in the memory; offsets count from the start of a slab. A row is six 32-bit integers: first
 * run, number of runs, room for runs, seconds, nanoseconds, index of its extras or -1. A run is four: key id, form (0:
 * bytes of the slab), offset, length. Results are unsigned only up to 2 GiB: use `>>> 0` where there may be more.
 *
 * Kernels read and write whole vectors: 32 bytes behind every slab and text must be readable.
 */
export interface WasmKernels {
  /**
   * Appends a row with one run of `key`, the line without its `\n`, for each `\n` in [from, to) of the slab; a row's
   * first run is its place in `runs`. Stops when a table is full. Returns how many rows, and so runs, were added: the
   * next call starts behind the `\n` of the last one.
   */
  splitLines(
    slab: number,
    from: number,
    to: number,
    rows: number,
    rowCount: number,
    rowCapacity: number,
    runs: number,
    runCount: number,
    runCapacity: number,
    key: number,
    seconds: number,
    nanos: number,
  ): number
  /** Writes rows as JSON lines; `encodeJson` of the package fills the parameter block and tells more. */
  encodeJson(block: number): number
  /** Runs a one-pass program over values; `extractGroups` of the package fills the parameter block and tells more. */
  extract(block: number): number
  /** Makes runs of members; `parseMembers` of the package fills the parameter block and tells more. */
  parseMembers(block: number): number
  /** Finds lines and tests one-pass programs on them; `matchLines` of the package fills the parameter block and tells more. */
  matchLines(block: number): number
  /** Reads times; `readTimes` of the package fills the parameter block and tells more. */
  readTimes(block: number): void
  /** Splits values at a separator; `splitFields` of the package fills the parameter block and tells more. */
  splitFields(block: number): void
}

const PAGE_SIZE = 64 * 1024

/** A shared memory of `size` bytes, rounded up to whole pages of 64 KiB, and the kernels over it. Compiles them anew. */
export function createKernels(size: number): {
  readonly kernels: WasmKernels
  readonly buffer: SharedArrayBuffer
} {
  const pages = Math.ceil(size / PAGE_SIZE)
  const memory = new webAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const module = new webAssembly.Module(Buffer.from(MODULE_BASE64, 'base64'))
  const { exports } = new webAssembly.Instance(module, { env: { memory } })
  return { kernels: exports as unknown as WasmKernels, buffer: memory.buffer }
}
