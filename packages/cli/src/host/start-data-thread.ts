import { enableLinearFallback } from '@sluice/kernels'
import { runDataThread } from '@sluice/runtime'
import { loadPlugins } from '../plugins/load-plugins.ts'
import type { Distribution } from './distribution.ts'

/** Makes the current worker thread a data thread of a collector with these plugins. */
export async function startDataThread(distribution: Distribution): Promise<void> {
  // Before any expression of a pipeline is compiled: one that backtracks too much then finishes in linear time.
  enableLinearFallback()
  await runDataThread((entries) => loadPlugins(distribution, entries))
}
