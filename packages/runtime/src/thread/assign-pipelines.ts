import type { PipelineSource } from '../config/index.ts'

/** The pipelines of each data thread: dealt out in the order of their names, never more threads than pipelines. */
export function assignPipelines(
  sources: readonly PipelineSource[],
  threads: number,
): readonly (readonly PipelineSource[])[] {
  const ordered = sources.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const count = Math.min(threads, ordered.length)
  return Array.from({ length: count }, (_, thread) =>
    ordered.filter((_source, index) => index % count === thread),
  )
}
