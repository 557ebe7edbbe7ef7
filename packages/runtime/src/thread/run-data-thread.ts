import { parentPort, workerData } from 'node:worker_threads'
import { createLogger, type RootLogger } from '../log/index.ts'
import { toError } from '../carrier/named-error.ts'
import { TICK_MS } from '../pipeline/data-host.ts'
import type { Registry } from '../registry/registry.ts'
import type { CollectorProblem } from './collector-error.ts'
import { DataThread } from './data-thread.ts'
import { Heartbeat } from './heartbeat.ts'
import type { ControlMessage, DataMessage, DataThreadInit } from './messages.ts'
import { ownFrame } from './own-frame.ts'

/** Loads the plugins of a data thread: its own and those of `entries`. May reject with a `PluginError`. */
export type LoadPlugins = (entries: readonly string[]) => Promise<Registry>

/**
 * Makes the current worker thread a data thread: it runs the pipelines that the `Collector` which started it has
 * assigned. To be called once, by the module that the collector's option `thread` names; it takes over the thread's
 * handlers for uncaught errors. Resolves when the pipelines are ready or were refused.
 */
export async function runDataThread(loadPlugins: LoadPlugins): Promise<void> {
  const init = workerData as DataThreadInit
  const port = parentPort
  if (port === null) throw new Error('runDataThread works in a worker thread of a Collector only')
  const post = (message: DataMessage): void => port.postMessage(message)
  const logger = createLogger(init.log)
  const heartbeat = new Heartbeat(init.heartbeat)
  const uncaught = logUncaught(logger)
  const registry = await registryOf(loadPlugins, init.plugins)
  if ('code' in registry) return post({ type: 'refused', problem: registry })
  const thread = new DataThread({ init, registry, logger, heartbeat, post, uncaught })
  const timer = setInterval(() => thread.tick(), TICK_MS)
  port.on('message', (message: ControlMessage) => {
    thread.handle(message).then(
      (ended) => {
        if (!ended) return
        clearInterval(timer)
        port.close()
      },
      (error: unknown) => {
        logger.error({ error: toError(error), message: message.type }, 'the data thread failed')
        process.exit(1)
      },
    )
  })
}

async function registryOf(
  loadPlugins: LoadPlugins,
  entries: readonly string[],
): Promise<Registry | CollectorProblem> {
  try {
    return await loadPlugins(entries)
  } catch (error) {
    const { code = 'PLUGINS_REFUSED', message, hint } = error as Error & Partial<CollectorProblem>
    return { code, message, ...(hint === undefined ? {} : { hint }) }
  }
}

/** Keeps a promise or callback that a plugin has lost sight of from ending the thread; gives their number when asked. */
function logUncaught(logger: RootLogger): () => number {
  let count = 0
  const note = (thrown: unknown, message: string): void => {
    count++
    const error = toError(thrown)
    logger.error({ error, at: ownFrame(error) }, message)
  }
  process.on('uncaughtException', (thrown) => note(thrown, 'an error was thrown outside any call'))
  process.on('unhandledRejection', (thrown) => note(thrown, 'a promise failed that nobody awaits'))
  return () => {
    const since = count
    count = 0
    return since
  }
}
