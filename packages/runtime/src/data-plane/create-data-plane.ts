import type { WasmKernels } from '@sluice/kernels'
import type { Kernels } from '@sluice/plugin/columns'
import type { ArenaFactory } from '../carrier/arena.ts'
import { compiledKernels } from './compiled-kernels.ts'
import { SharedArena } from './shared-arena.ts'
import { SharedMemory } from './shared-memory.ts'

/** Where groups of a data thread lie, and what works on them there. */
export interface DataPlane {
  readonly arenas: ArenaFactory
  readonly kernels: Kernels
  /** The functions behind them. */
  readonly wasm: WasmKernels
}

/** Memory of a data thread for groups, and the compiled kernels that work in it. */
export function createDataPlane(): DataPlane {
  const memory = new SharedMemory()
  return {
    arenas: () => new SharedArena(memory),
    kernels: compiledKernels(memory),
    wasm: memory.kernels,
  }
}
