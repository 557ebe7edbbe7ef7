import { enableLinearFallback } from '@sluice/kernels'
import { runDataThread } from '@sluice/runtime'
import { loadPlugins } from './plugins/load-plugins.ts'

// Before any expression of a pipeline is compiled: one that backtracks too much then finishes in linear time.
enableLinearFallback()
await runDataThread(loadPlugins)
