// The process in which `sluice build` looks at plugins; the core that will run them decides what is one.
import { inspectPlugins } from './inspect/inspect-plugins.ts'
import type { InspectRequest } from '@sluice/builder'

// Nothing is left to wait for, and the import of a plugin has not settled: Node.js has this code for its own main module.
process.once('beforeExit', () => process.exit(13))

process.once('message', (request: InspectRequest) => {
  // Something a plugin left running must not keep the build waiting.
  void inspectPlugins(request, (message) => process.send?.(message)).finally(() => {
    process.disconnect?.()
    process.exit()
  })
})
