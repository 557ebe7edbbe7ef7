import type { PipelineSource } from '../config/index.ts'
import { REPLICA_MEMORY_SIZE } from '../pipeline/replicas.ts'

/** A pipeline as one data thread gets it. */
export interface AssignedPipeline {
  readonly source: PipelineSource
  /** Whether this is the thread that runs it when it cannot run in all of them. */
  readonly home: boolean
  /** Memory that its instances in all threads share. */
  readonly shared: SharedArrayBuffer
}

/**
 * The pipelines of each data thread. All get all: which ones run everywhere is known only when they are compiled. The
 * others are dealt out in the order of their names.
 */
export function assignPipelines(
  sources: readonly PipelineSource[],
  threads: number,
): readonly (readonly AssignedPipeline[])[] {
  const ordered = sources
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((source) => ({ source, shared: new SharedArrayBuffer(REPLICA_MEMORY_SIZE) }))
  return Array.from({ length: threads }, (_, thread) =>
    ordered.map((each, index) => ({ ...each, home: index % threads === thread })),
  )
}
