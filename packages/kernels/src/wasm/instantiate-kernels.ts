import { MODULE_BASE64 } from './module.gen.ts'

/**
 * The functions of the WebAssembly module. They work on tables of logs in its memory, keep nothing and allocate nothing.
 * Pointers are addresses in the memory; offsets count from the start of a slab. A row is six 32-bit integers: first
 * run, number of runs, room for runs, seconds, nanoseconds, index of its extras or -1. A run is four: key id, form (0:
 * bytes of the slab), offset, length. Results are unsigned only up to 2 GiB: use `>>> 0` where there may be more.
 *
 * Kernels read and write whole vectors: 16 bytes behind every slab and text must be readable.
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
}

/**
 * Compiles the kernels, which takes some milliseconds: do it once. The result may be posted to other threads and
 * instantiated there.
 */
export function compileKernels(): WebAssembly.Module {
  return new WebAssembly.Module(Buffer.from(MODULE_BASE64, 'base64'))
}

/** The kernels over one memory, which must be shared; any size will do. */
export function instantiateKernels(
  memory: WebAssembly.Memory,
  module: WebAssembly.Module = compileKernels(),
): WasmKernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  return exports as unknown as WasmKernels
}
