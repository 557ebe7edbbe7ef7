import { runDataThread } from '@sluice/runtime'
import { loadPlugins } from './plugins/load-plugins.ts'

await runDataThread(loadPlugins)
