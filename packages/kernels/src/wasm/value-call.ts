/** Words of the parameter block that every kernel over values has in front; its own parameters follow. */
export const VALUE_CALL_WORDS = 10

const POSITION = 6
const RUN_COUNT = 7

/** Values that a kernel takes apart, and the table they are of. Every pointer is an address in the memory of the kernels. */
export interface ValueCall {
  /** 32 bytes behind its end must be readable. */
  readonly slab: number
  readonly rows: number
  readonly runs: number
  /** List of 32-bit integers: the row of each entry. 0: entries and rows are the same. */
  readonly rowIndexes: number
  /** List of 32-bit integers: the run of the table with the value of each entry, or -1 for none. */
  readonly runIndexes: number
  /** The entries are those from `position` on, before `count`. */
  readonly position: number
  readonly count: number
  readonly runCount: number
  /** Runs that the table has room for. */
  readonly runCapacity: number
  /** A byte for each entry: `MATCHED`, `NO_MATCH` (for no value too) or `UNDECIDED`. */
  readonly results: number
}

/** How far a kernel came. */
export interface ValueProgress {
  /** The first entry that was not looked at. */
  readonly position: number
  readonly runCount: number
}

/** Fills in the head of a parameter block. */
export function writeValueCall(block: Uint32Array, call: ValueCall): void {
  block[0] = call.slab
  block[1] = call.rows
  block[2] = call.runs
  block[3] = call.rowIndexes
  block[4] = call.runIndexes
  block[5] = call.count
  block[POSITION] = call.position
  block[RUN_COUNT] = call.runCount
  block[8] = call.runCapacity
  block[9] = call.results
}

/** What the kernel left in the block. */
export function valueProgress(block: Uint32Array): ValueProgress {
  return { position: block[POSITION] as number, runCount: block[RUN_COUNT] as number }
}
